import TuttiCore
import TuttiModels

/// A model behind a provider that grants so much in a minute, and refuses the rest with `Retry-After`, in virtual time.
///
/// Charges a call when it arrives with all that it will use. Remembers who came before he was told to.
final class LimitingProvider: LanguageModel {
    private struct State {
        var ledger: MinuteLedger
        var toldUntil = Duration.zero
        var refusals = 0
        var early = 0
        var answers = 0
        var inFlight = 0
        var maximumInFlight = 0
    }

    /// The way of a request to the provider, and that of a refusal back.
    private static let way = Duration.milliseconds(20)

    let name = "emulator"
    private let time: any TimeSource
    private let state: Lock<State>

    init(_ kind: MinuteLedger.Kind, time: any TimeSource) {
        self.time = time
        self.state = Lock(State(ledger: MinuteLedger(kind)))
    }

    var refusals: Int { self.state.withLock { $0.refusals } }
    /// The calls that were made while a `Retry-After` that had been received was not over.
    var early: Int { self.state.withLock { $0.early } }
    var answers: Int { self.state.withLock { $0.answers } }
    var maximumInFlight: Int { self.state.withLock { $0.maximumInFlight } }

    /// What the answer to a question will use: from 50 to 350 tokens, always the same.
    static func outputTokens(of prompt: String) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in prompt.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var random = SeededRandomNumberGenerator(seed: hash)
        return Int.random(in: 50...350, using: &random)
    }

    static func usage(of request: ModelRequest) -> TokenUsage {
        let input = TokenUsage.estimate(for: request, output: 0).inputTokens
        return TokenUsage(inputTokens: input, outputTokens: self.outputTokens(of: request.messages.last?.text ?? ""))
    }

    func stream(_ request: ModelRequest) -> ModelStream {
        ModelStream { [self] in
            var events: [ModelStreamEvent]?
            return {
                if events == nil { events = try await self.answer(request) }
                return events?.isEmpty == false ? events?.removeFirst() : nil
            }
        }
    }

    private func answer(_ request: ModelRequest) async throws -> [ModelStreamEvent] {
        self.begin()
        defer { self.state.withLock { $0.inFlight -= 1 } }
        try await self.time.sleep(for: Self.way)
        let usage = Self.usage(of: request)
        let now = self.time.now
        if let wait = self.state.withLock({ $0.ledger.refusal(of: usage.inputTokens + usage.outputTokens, at: now) }) {
            try await self.time.sleep(for: Self.way)
            throw self.refuse(wait)
        }
        try await self.time.sleep(for: .milliseconds(500 + 5 * usage.outputTokens))
        self.state.withLock { $0.answers += 1 }
        return [.text("an answer"), .usage(usage), .finished(.stop)]
    }

    private func begin() {
        let now = self.time.now
        self.state.withLock { state in
            state.inFlight += 1
            state.maximumInFlight = max(state.maximumInFlight, state.inFlight)
            if now < state.toldUntil { state.early += 1 }
        }
    }

    /// `Retry-After` is in whole seconds.
    private func refuse(_ wait: Duration) -> ModelError {
        let seconds = Duration.seconds(wait.components.seconds + (wait.components.attoseconds > 0 ? 1 : 0))
        let until = self.time.now + seconds
        self.state.withLock { state in
            state.refusals += 1
            state.toldUntil = max(state.toldUntil, until)
        }
        return ModelError(.rateLimited, "too many", status: 429, retryAfter: seconds)
    }
}
