public import TuttiModels

extension ScriptedTransport {
    /// What comes back for one request.
    public struct Reply: Sendable {
        /// The status code; nil when the request fails before there is one.
        public var status: Int?
        /// The header fields.
        public var headers: HTTPHeaderList = [:]
        /// The body, piece by piece.
        public var chunks: [[UInt8]] = []
        /// The time until the head is there.
        public var latency = Latency.none
        /// The time before each piece of the body.
        public var interval = Latency.none
        /// What breaks the connection after the last piece, or in place of the head.
        public var failure: HTTPTransportError?
        /// Whether the body goes on after its last piece, and nothing comes.
        public var stalls = false
        var isSilent = false

        /// A whole body.
        ///
        /// - Parameters:
        ///   - text: The body.
        ///   - status: The status code.
        ///   - headers: The header fields.
        ///   - latency: The time until it is there.
        public static func text(
            _ text: String, status: Int = 200, headers: HTTPHeaderList = ["content-type": "application/json"],
            after latency: Latency = .none
        ) -> Self {
            Self(status: status, headers: headers, chunks: Self.chunks([text]), latency: latency)
        }

        /// A stream of server-sent events, in pieces that may end anywhere.
        ///
        /// - Parameters:
        ///   - pieces: The stream, in pieces.
        ///   - latency: The time until the head is there.
        ///   - interval: The time before each piece.
        public static func events(
            _ pieces: [String], after latency: Latency = .none, every interval: Latency = .none
        ) -> Self {
            Self(
                status: 200, headers: ["content-type": "text/event-stream"], chunks: Self.chunks(pieces),
                latency: latency, interval: interval)
        }

        /// An error page, with the time to wait that a busy server asks for.
        ///
        /// - Parameters:
        ///   - code: The status: 429, 503.
        ///   - seconds: The value of `retry-after`; nil sends none.
        ///   - text: The body.
        public static func status(_ code: Int, retryAfter seconds: Int? = nil, _ text: String = "{}") -> Self {
            var reply = Self.text(text, status: code)
            if let seconds { reply.headers["retry-after"] = "\(seconds)" }
            return reply
        }

        /// No response: nobody listens, the name is unknown, the connection breaks.
        public static func fails(_ code: HTTPTransportError.Code, after latency: Latency = .none) -> Self {
            Self(status: nil, latency: latency, failure: HTTPTransportError(code, "scripted: \(code.rawValue)"))
        }

        /// No response, and no end: only the limits of the request, or its cancellation, end it.
        public static var silence: Self { Self(status: nil, isSilent: true) }

        /// The same, broken off after its last piece.
        public func cut() -> Self {
            var reply = self
            reply.failure = HTTPTransportError(.disconnected, "scripted: the connection broke")
            return reply
        }

        /// The same, falling silent after its last piece.
        public func stalling() -> Self {
            var reply = self
            reply.stalls = true
            return reply
        }

        private static func chunks(_ texts: [String]) -> [[UInt8]] {
            texts.map { Array($0.utf8) }.filter { !$0.isEmpty }
        }
    }
}
