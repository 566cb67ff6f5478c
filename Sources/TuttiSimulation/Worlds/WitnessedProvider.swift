internal import TuttiCore
internal import TuttiTesting

/// A provider, and all that those who call it see.
final class WitnessedProvider: Sendable {
    enum Happening: Sendable {
        /// A call began, after a wait or at once.
        case began(hasWaited: Bool)
        case ended(CallOutcome)
        /// A call was refused until an instant, because too many have failed; nil when nobody knows until when.
        case leftAlone(until: Instant?)
    }

    struct Record: Sendable {
        var time: Instant
        var call: Int
        var happening: Happening
    }

    let configuration: Provider.Configuration
    let provider: Provider
    private let clock: VirtualClock
    private let state = Lock((calls: 0, records: [Record]()))

    init(_ configuration: Provider.Configuration, on simulation: Simulation) {
        self.configuration = configuration
        self.clock = simulation.clock
        self.provider = Provider("provider", configuration, time: simulation.clock, seed: simulation.seed)
    }

    var records: [Record] { self.state.withLock { $0.records } }

    /// Makes `body` a call of the provider; one that is refused is made elsewhere.
    ///
    /// - Parameter outcome: What an error says of the provider.
    func call<Value>(
        for context: AgentContext, _ body: () async throws -> Value, outcome: (any Error) -> CallOutcome
    ) async throws -> Value {
        let call = self.state.withLock { state in
            state.calls += 1
            return state.calls
        }
        let permit: Permit
        do {
            permit = try await self.provider.permit(run: context.run, within: context.remaining)
        } catch let refusal as AdmissionRefusal {
            if refusal.reason == .circuitOpen {
                let end = refusal.retryAfter.map { self.clock.nanoseconds + $0.asInstant }
                self.note(call, .leftAlone(until: end))
            }
            return try await body()
        }
        self.note(call, .began(hasWaited: permit.waited > .zero))
        do {
            let value = try await body()
            self.end(permit, call, .succeeded)
            return value
        } catch {
            self.end(permit, call, error is CancellationError ? .cancelled : outcome(error))
            throw error
        }
    }

    /// Tells of the end first: whoever is let in for it begins after it.
    private func end(_ permit: Permit, _ call: Int, _ outcome: CallOutcome) {
        self.note(call, .ended(outcome))
        permit.end(outcome)
    }

    private func note(_ call: Int, _ happening: Happening) {
        let record = Record(time: self.clock.nanoseconds, call: call, happening: happening)
        self.state.withLock { $0.records.append(record) }
    }
}
