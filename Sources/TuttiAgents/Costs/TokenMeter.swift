internal import TuttiModels

/// What one call has used, told of as soon as it is certain or nobody waits for certainty any more.
///
/// took usage → that is told of · took text → told of at the end, or at once when the call was cancelled
/// cancelled → what is there by now is told of, for a call that hangs says nothing any more
/// ended → the figures of the provider, or ours for a call that broke off; nothing for one that was refused
struct TokenMeter {
    enum Ending {
        case finished
        /// Not read to its end, or it ended without saying so.
        case cut
        case failed(any Error)
    }

    /// What is known now, and what was known before.
    struct Change: Equatable {
        var before: TokenUsage
        var after: TokenUsage
    }

    private let request: ModelRequest
    private var bytes = 0
    private var told: TokenUsage?
    private var hasBegun = false
    private var isCancelled = false
    private(set) var settled = TokenUsage.zero

    init(_ request: ModelRequest) { self.request = request }

    /// The provider is asked now.
    mutating func began() { self.hasBegun = true }

    mutating func took(_ event: ModelStreamEvent) -> Change? {
        switch event {
        case .text(let piece): self.bytes += piece.utf8.count
        case .usage(let usage):
            self.told = usage
            return self.settle(usage)
        case .finished: return nil
        }
        return self.isCancelled ? self.settle(self.soFar) : nil
    }

    mutating func cancelled() -> Change? {
        self.isCancelled = true
        return self.hasBegun ? self.settle(self.soFar) : nil
    }

    mutating func ended(_ ending: Ending) -> Change? {
        switch ending {
        case .finished: self.settle(self.told ?? self.soFar)
        case .cut: self.settle(self.soFar)
        case .failed(let error):
            // A model error without a partial answer says that the provider never began.
            if error is ModelError, self.told == nil, self.bytes == 0, (error as? ModelError)?.partial == nil {
                self.settle(.zero)
            } else {
                self.settle((error as? ModelError)?.partial?.usage ?? self.soFar)
            }
        }
    }

    private var soFar: TokenUsage { TokenUsage.estimate(for: self.request, output: self.bytes).knowing(self.told) }

    private mutating func settle(_ usage: TokenUsage) -> Change? {
        let before = self.settled
        self.settled = usage
        return usage == before ? nil : Change(before: before, after: usage)
    }
}
