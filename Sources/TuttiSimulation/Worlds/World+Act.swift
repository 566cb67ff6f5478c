internal import TuttiCore
internal import TuttiTesting

extension World {
    /// One attempt, as its script says.
    static func act(
        _ member: Member, _ index: Int, _ context: AgentContext, _ stage: Stage, _ witness: Witness,
        isSubstitute: Bool = false
    ) async throws -> String {
        let record = witness.attemptBegan(
            index, context.attempt, stage.now, deadline: context.deadline?.asInstant, isCancelled: Task.isCancelled)
        if isSubstitute { witness.note(record, stage.now) { attempt, _ in attempt.isSubstitute = true } }
        return try await withTaskCancellationHandler {
            do {
                let result = try await Self.perform(member, context, stage, witness, record)
                witness.note(record, stage.now) {
                    $0.ended = $1
                    $0.hasSucceeded = true
                }
                return result
            } catch {
                witness.note(record, stage.now) { $0.ended = $1 }
                throw error
            }
        } onCancel: {
            witness.note(record, stage.now) { attempt, now in attempt.cancelled = attempt.cancelled ?? now }
        }
    }

    private static func perform(
        _ member: Member, _ context: AgentContext, _ stage: Stage, _ witness: Witness, _ record: Int
    ) async throws -> String {
        // One too many is for the judge to see.
        let attempt = member.attempts[min(context.attempt, member.attempts.count) - 1]
        guard let provider = stage.provider, member.callsProvider else {
            return try await Self.perform(attempt, of: member, context, stage, witness, record)
        }
        // It may have to wait for its turn.
        witness.note(record, stage.now) { attempt, _ in attempt.isStretched = true }
        return try await provider.call(for: context) {
            try await Self.perform(attempt, of: member, context, stage, witness, record)
        } outcome: {
            CallOutcome.usual(of: $0)
        }
    }

    private static func perform(
        _ attempt: Attempt, of member: Member, _ context: AgentContext, _ stage: Stage, _ witness: Witness,
        _ record: Int
    ) async throws -> String {
        if attempt.recordsUsage { Self.recordUsage(context, stage, witness, record) }
        if attempt.warns {
            context.warn("scripted warning")
            witness.note(record, stage.now) { $0.warnings.append($1) }
        }
        do {
            try await Self.spend(attempt, context, stage, witness, record)
        } catch {
            switch attempt.hearing {
            case .stops, .ignores: throw error
            case .stopsLate(let time):
                await Self.sleep(until: stage.now + time, stage)
                throw error
            case .answers: break
            }
        }
        for inner in member.inner {
            witness.note(record, stage.now) { attempt, _ in attempt.isStretched = true }
            try await inner.playInside(context, stage)
        }
        // What was used on the way counts, too.
        if attempt.recordsUsage { Self.recordUsage(context, stage, witness, record) }
        switch attempt.ending {
        case .succeeds: break
        case .isEmpty: return ""
        case .fails(let retryAfter): throw ScriptedFailure(retryAfter: retryAfter)
        case .failsForGood: throw ScriptedFailure(isRetryable: false)
        }
        let inputs = context.inputs.all.map { "\($0.name)=\($0.output)" }
        return Self.result(of: member.name, attempt: context.attempt, inputs: inputs)
    }

    private static func recordUsage(_ context: AgentContext, _ stage: Stage, _ witness: Witness, _ record: Int) {
        context.record(Usage(inputTokens: 1))
        witness.note(record, stage.now) { $0.usages.append($1) }
    }

    /// Lets the time of an attempt pass, with the parts of its output spread over it.
    private static func spend(
        _ attempt: Attempt, _ context: AgentContext, _ stage: Stage, _ witness: Witness, _ record: Int
    ) async throws {
        guard let duration = attempt.duration else { return await stage.hang() }
        let begin = stage.now
        for part in 0...attempt.parts {
            let end = begin + duration * Instant(part + 1) / Instant(attempt.parts + 1)
            if attempt.blocks {
                witness.note(record, stage.now) { attempt, _ in attempt.isStretched = true }
                stage.block(until: end)
            } else if attempt.hearing == .ignores {
                await Self.sleep(until: end, stage)
            } else if end > stage.now {
                try await context.sleep(for: (end - stage.now).asDuration)
            }
            guard part < attempt.parts else { continue }
            context.yield("part \(part) ")
            witness.note(record, stage.now) { $0.parts.append($1) }
        }
    }

    /// Sleeps whatever happens.
    private static func sleep(until end: Instant, _ stage: Stage) async {
        guard end > stage.now else { return }
        stage.expectEnd(at: end)
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            _ = stage.simulation.clock.schedule(atNanoseconds: end) { continuation.resume() }
        }
    }

    /// Plays the world inside of an agent.
    private func playInside(_ context: AgentContext, _ stage: Stage) async throws {
        let begin = stage.now
        var world = self
        // Its own deadline, or that of the agent around it when that is earlier.
        let rest = context.deadline.map { max(0, $0.asInstant - begin) }
        let witness = Witness(start: begin)
        let plan = try self.graph(stage, witness).plan()
        let isCancelledAt = Lock<Instant?>(nil)
        // The runtime cancels the run with the agent's task, in this order.
        let (events, report) = try await withTaskCancellationHandler {
            let given = self.deadline?.asDuration
            guard self.listener != .absent else {
                return (nil as [RunEvent]?, await stage.executor.run(plan, "what now?", within: given))
            }
            let run = stage.executor.start(plan, "what now?", within: given)
            let events = try await self.listenInside(run, stage)
            return (events, await run.report())
        } onCancel: {
            isCancelledAt.withLock { $0 = stage.now - begin }
        }
        world.deadline = [self.deadline, rest].compactMap(\.self).min()
        if let instant = isCancelledAt.withLock({ $0 }) {
            world.cancellation = .at(instant)
            // Whoever reads events in a cancelled task gets no more of them.
            if let events { world.listener = .quitting(events.count) }
        }
        let finished = world
        stage.collect {
            var evidence = Evidence(
                world: finished, plan: plan, begin: begin, run: report.run, events: events, report: report,
                witness: witness.log)
            evidence.isInner = true
            return evidence
        }
    }

    /// Reads the events of a run that is cancelled with the task.
    private func listenInside(_ run: Run, _ stage: Stage) async throws -> [RunEvent] {
        await withTaskCancellationHandler {
            var events: [RunEvent] = []
            for await event in run.events { events.append(event) }
            return events
        } onCancel: {
            run.cancel()
        }
    }

    /// What an agent gives: its inputs count, but their length does not add up.
    package static func result(of name: String, attempt: Int, inputs: [String]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in inputs.joined(separator: ";").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return "\(name)#\(attempt)(\(String(hash, radix: 36)))"
    }
}
