public import TuttiCore

extension ScriptedAgent {
    /// What one attempt does, in this order: it counts its usage, takes its time, says its pieces, and ends.
    public struct Attempt: Sendable {
        /// How an attempt ends.
        public enum Ending: Sendable {
            /// It gives what the closure makes of the context; what that throws, it fails with.
            case returns(@Sendable (AgentContext) async throws -> Output)
            /// It fails.
            case fails(any Error)
            /// It waits until it is cancelled, and then stops as it should.
            case hangs
            /// It never comes back, cancelled or not. Its task is kept as long as the process lives.
            case neverReturns
        }

        /// The time until its first piece, or without pieces until its end.
        public var latency = Latency.none
        /// What it yields before it ends.
        public var pieces: [String] = []
        /// The time after each piece.
        public var interval = Latency.none
        /// How it ends.
        public var ending: Ending
        /// Whether it goes on when it is told to stop: what it then gives comes too late.
        public var ignoresCancellation = false
        /// What it uses, counted when it begins.
        public var usage = Usage()

        /// Creates an attempt that ends at once.
        public init(_ ending: Ending) { self.ending = ending }

        /// Gives an output.
        ///
        /// - Parameters:
        ///   - output: The output.
        ///   - latency: How long it takes.
        ///   - ignoringCancellation: Whether it goes on when it is told to stop.
        public static func returns(
            _ output: Output, after latency: Latency = .none, ignoringCancellation: Bool = false
        ) -> Self {
            .returns(after: latency, ignoringCancellation: ignoringCancellation) { _ in output }
        }

        /// Gives what a closure makes of the context: of the inputs, the text, the time that is left.
        public static func returns(
            after latency: Latency = .none, ignoringCancellation: Bool = false,
            _ output: @escaping @Sendable (AgentContext) async throws -> Output
        ) -> Self {
            var attempt = Self(.returns(output))
            attempt.latency = latency
            attempt.ignoresCancellation = ignoringCancellation
            return attempt
        }

        /// Fails, after its time.
        ///
        /// - Parameters:
        ///   - message: What it says.
        ///   - latency: How long it takes.
        ///   - retryAfter: The least time to wait before another attempt, as a server asks for it.
        ///   - isRetryable: False for a failure that is for good: a wrong key, a bad request.
        public static func fails(
            _ message: String = "scripted failure", after latency: Latency = .none, retryAfter: Duration? = nil,
            isRetryable: Bool = true
        ) -> Self {
            let failure = ScriptedFailure(message, isRetryable: isRetryable, retryAfter: retryAfter)
            return .fails(with: failure, after: latency)
        }

        /// Fails with an error of your own, after its time.
        public static func fails(with error: any Error, after latency: Latency = .none) -> Self {
            var attempt = Self(.fails(error))
            attempt.latency = latency
            return attempt
        }

        /// Waits until it is cancelled, and then stops as it should.
        public static var hangs: Self { Self(.hangs) }

        /// Never comes back, cancelled or not.
        public static var neverReturns: Self { Self(.neverReturns) }

        /// The same, with pieces that are yielded one by one before it ends.
        ///
        /// - Parameters:
        ///   - pieces: What it yields.
        ///   - interval: The time after each piece.
        public func saying(_ pieces: [String], every interval: Latency = .none) -> Self {
            var attempt = self
            attempt.pieces = pieces
            attempt.interval = interval
            return attempt
        }

        /// The same, with tokens and money that count as used as soon as it begins.
        public func using(_ usage: Usage) -> Self {
            var attempt = self
            attempt.usage = usage
            return attempt
        }
    }
}
