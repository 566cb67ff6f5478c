internal import TuttiCore

/// What any report must say of any world, whatever the rules of scheduling are: a second judge beside the one that knows
/// them, too simple to share its mistakes.
struct PlainRules {
    /// What the report leaves open; nothing, as it should be.
    static func violations(of report: RunReport, _ world: World) -> [String] {
        var violations: [String] = []
        func require(_ isTrue: Bool, _ message: @autoclosure () -> String) {
            if !isTrue { violations.append(message()) }
        }
        require(report.agents.map(\.name) == world.members.map(\.name), "the agents are \(report.agents.map(\.name))")
        for (agent, member) in zip(report.agents, world.members) {
            require(
                (agent.output != nil) == (agent.state == .succeeded), "\(agent.name) is \(agent.state) with an output")
            require(agent.state != .skipped || agent.skipReason != nil, "\(agent.name) is skipped for no reason")
            require(agent.state != .cancelled || agent.skipReason != nil, "\(agent.name) is cancelled by nobody")
            let needsError = agent.state == .failed || agent.state == .timedOut
            require(
                !needsError || agent.error?.isEmpty == false, "\(agent.name) is \(agent.state) and does not say why")
            guard let start = agent.start else { continue }
            // What had no result when it started is told, and nothing that had one before; of the same instant either.
            let told = Set(agent.missingInputs.map(\.name))
            require(told.count == agent.missingInputs.count, "\(agent.name) misses \(agent.missingInputs)")
            for input in member.inputs.map({ report.agents[$0] }) {
                let isMissing = input.state != .succeeded || input.end > start
                let mayMiss = isMissing || input.end == start
                let isTold = told.contains(input.name)
                require(!isMissing || isTold, "\(agent.name) is not told that \(input.name) is missing")
                require(!isTold || mayMiss, "\(agent.name) is told that \(input.name) is missing")
            }
        }
        guard let deadline = world.deadline else { return violations }
        let latest = deadline + world.configuration.deadlineGrace.asInstant
        require(report.wallTime.asInstant <= latest, "the run ends at \(report.wallTime), after its deadline")
        return violations
    }
}
