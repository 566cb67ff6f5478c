import TuttiCore

extension AgentGraph {
    /// Adds an agent that takes so many milliseconds on the run's clock, then gives its name or fails.
    @discardableResult
    mutating func addWorker(
        _ name: String, _ milliseconds: Int, fails: Bool = false, ignoresCancellation: Bool = false,
        options: AgentOptions = .init()
    ) -> Node<String> {
        self.add(name, options: options) { context in
            let end = context.time.now + .milliseconds(milliseconds)
            if ignoresCancellation {
                await context.time.sleepIgnoringCancellation(until: end)
            } else {
                try await context.time.sleep(until: end)
            }
            if fails { throw TestFailure("\(name) refused") }
            return name
        }
    }

    /// Makes each agent on the left need those on the right: `["c": "ab"]`.
    mutating func connect(_ needs: KeyValuePairs<String, String>) throws {
        for (dependent, dependencies) in needs {
            for dependency in dependencies { try self.addDependency(of: dependent, on: String(dependency)) }
        }
    }
}

extension TimeSource {
    /// Returns at `instant`, cancelled or not.
    func sleepIgnoringCancellation(until instant: Duration) async {
        await withCheckedContinuation { continuation in
            _ = self.schedule(at: instant) { continuation.resume() }
        }
    }
}

extension Run {
    /// The events until the end; keeps the run alive while it reads.
    func allEvents() async -> [RunEvent] {
        var events: [RunEvent] = []
        for await event in self.events { events.append(event) }
        _ = await self.report()
        return events
    }
}

extension [RunEvent] {
    /// The names of the agents in the order in which they started.
    var startedAgents: [String] {
        self.compactMap { event in
            guard case .agentStarted(let agent, _, _) = event.kind else { return nil }
            return agent
        }
    }

    /// The instants at which agents started.
    var startInstants: [Duration] {
        self.compactMap { event in
            guard case .agentStarted = event.kind else { return nil }
            return event.time
        }
    }
}
