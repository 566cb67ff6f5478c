import TuttiCore
import TuttiModels

/// One call of a ``BillingProvider``.
final class BillingCall {
    private enum End: CaseIterable { case finishes, breaksOff, fails, failsWithoutWord, hangs, isDeaf, isDeafForAWhile }

    private let request: ModelRequest
    private let provider: BillingProvider
    private var number: Int?
    private var text = ""
    private var piecesLeft = 0
    /// What is said, where it has to make sense.
    private var strategy: [String] = []
    private var end = End.finishes
    private var pending: [ModelStreamEvent] = []
    private var hasEnded = false
    private var bill = BillingProvider.Bill()

    init(_ request: ModelRequest, of provider: BillingProvider) {
        self.request = request
        self.provider = provider
    }

    deinit { if !self.hasEnded, self.number != nil { self.leave() } }

    func next() async throws -> ModelStreamEvent? {
        if !self.pending.isEmpty { return self.pending.removeFirst() }
        guard !self.hasEnded else { return nil }
        do {
            guard self.number != nil else { return try await self.begin() }
            return try await self.goOn()
        } catch {
            self.hasEnded = true
            if self.number != nil { self.leave() }
            throw error
        }
    }

    private func chance(_ percent: Int) -> Bool { self.provider.draw(0...99) < percent }

    // MARK: Beginning

    private func begin() async throws -> ModelStreamEvent? {
        self.provider.state.withLock { $0.calls += 1 }
        guard !Task.isCancelled else { throw ModelError(.cancelled, "cancelled before it began") }
        if self.chance(12) {
            try await self.wait(upTo: 300)
            let codes: [ModelError.Code] = [.rateLimited, .overloaded, .serverError, .connectionFailed]
            throw ModelError(codes[self.provider.draw(0...3)], "refused")
        }
        let guess = TokenUsage.estimate(for: self.request, output: 0).inputTokens
        let isTold = self.provider.telling == .anthropic
        self.bill.input = isTold ? guess + guess * self.provider.surplus / 100 : guess
        self.bill.cached = isTold && self.chance(50) ? self.bill.input / 3 : 0
        self.number = self.provider.state.withLock { state in
            state.inFlight += 1
            state.maximumInFlight = max(state.maximumInFlight, state.inFlight)
            state.bills.append(.init())
            return state.bills.count - 1
        }
        self.book()
        let most = min(self.request.maximumTokens ?? 60, 60) / 3
        self.piecesLeft = self.provider.draw(0...max(0, most))
        if self.request.responseSchema != nil, most >= 20, self.chance(70) {
            self.strategy = Self.strategy
            self.piecesLeft = self.strategy.count
        }
        let ends = End.allCases
        self.end = self.chance(55) ? .finishes : ends[self.provider.draw(0...ends.count - 1)]
        return isTold ? .usage(self.figures) : try await self.goOn()
    }

    // MARK: Going on

    private func goOn() async throws -> ModelStreamEvent? {
        if self.piecesLeft > 0 {
            self.piecesLeft -= 1
            try await self.wait(upTo: self.chance(5) ? 2_000 : 60)
            return self.deliver()
        }
        switch self.end {
        case .finishes: return self.finish()
        case .breaksOff:
            self.hasEnded = true
            self.leave()
            return nil
        case .fails:
            throw ModelError(.truncated, "it broke off", partial: .init(text: self.text, usage: self.figures))
        case .failsWithoutWord:
            // An error that says nothing of the tokens is one of a call that never began, unless text has come.
            guard !self.text.isEmpty || self.provider.telling == .anthropic else { return self.finish() }
            throw ModelError(.serverError, "it broke off")
        case .hangs:
            try await self.wait(upTo: 1_000_000_000)
            return nil
        case .isDeaf:
            await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
            return nil
        case .isDeafForAWhile:
            let (time, pause) = (self.provider.time, Duration.milliseconds(self.provider.draw(1...3_000)))
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                _ = time.schedule(at: time.now + pause) { continuation.resume() }
            }
            self.end = .finishes
            return self.deliver()
        }
    }

    /// A choice of agents in pieces of three tokens.
    private static let strategy: [String] = {
        let text =
            Array(
                #"{"agents":[{"name":"agent0","prompt":"a","after":[]},{"name":"agent1","prompt":"b","after":["agent0"]}],"#
                    .utf8) + Array(#""synthesis":"c","reasoning":"d"}"#.utf8)
        let padded = text + Array(repeating: UInt8(ascii: " "), count: (12 - text.count % 12) % 12)
        return stride(from: 0, to: padded.count, by: 12).map { String(decoding: padded[$0..<$0 + 12], as: UTF8.self) }
    }()

    private func deliver() -> ModelStreamEvent {
        let words = String(repeating: "word", count: self.provider.draw(1...3))
        let piece = self.strategy.isEmpty ? words : self.strategy.removeFirst()
        self.text += piece
        self.bill.output += piece.utf8.count / 4
        self.book()
        return .text(piece)
    }

    private func finish() -> ModelStreamEvent {
        self.hasEnded = true
        self.leave()
        guard self.provider.telling != .never else { return .finished(.stop) }
        // The reasoning was secret until now.
        self.bill.output += self.request.maximumTokens == nil ? self.provider.draw(0...20) : 0
        self.book()
        self.pending = [.finished(.stop)]
        return .usage(self.figures)
    }

    private func wait(upTo milliseconds: Int) async throws {
        let pause = milliseconds > 1_000_000 ? milliseconds : self.provider.draw(0...milliseconds)
        do { try await self.provider.time.sleep(for: .milliseconds(pause)) } catch {
            guard self.number != nil else { throw ModelError(.cancelled, "cancelled before it began") }
            guard self.chance(70) else { throw error }
            throw ModelError(.cancelled, "cancelled", partial: .init(text: self.text, usage: self.figures))
        }
    }

    // MARK: The bill

    private var figures: TokenUsage {
        TokenUsage(
            inputTokens: self.bill.input, outputTokens: self.bill.output, cachedInputTokens: self.bill.cached)
    }

    private func book() {
        // 3.7, 0.37 and 19 dollars a million tokens, in tenths and hundredths of a nanodollar a token, rounded once.
        let hundredths = (self.bill.input - self.bill.cached) * 370_000 + self.bill.cached * 37_000
        self.bill.nanodollars = (hundredths + self.bill.output * 1_900_000 + 50) / 100
        guard let number else { return }
        self.provider.state.withLock { [bill] in $0.bills[number] = bill }
    }

    private func leave() { self.provider.state.withLock { $0.inFlight -= 1 } }
}
