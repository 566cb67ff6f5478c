extension ModelError {
    /// The class of a failure.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Wrapped: String {
            case rateLimited, quotaExceeded, overloaded, serverError, truncated, unauthorized, invalidRequest
            case contextTooLong, notFound, refused, connectionFailed, timedOut, malformedResponse, cancelled
            case misconfigured
        }

        private let wrapped: Wrapped

        /// Too many requests or tokens a minute: wait, then try again.
        public static let rateLimited = Code(wrapped: .rateLimited)
        /// The money or the quota is used up: this provider is out for the run.
        public static let quotaExceeded = Code(wrapped: .quotaExceeded)
        /// The provider has too much to do just now.
        public static let overloaded = Code(wrapped: .overloaded)
        /// The provider failed.
        public static let serverError = Code(wrapped: .serverError)
        /// The answer ended, or fell silent, before it was whole.
        public static let truncated = Code(wrapped: .truncated)
        /// The key is missing, wrong, or not allowed to do this.
        public static let unauthorized = Code(wrapped: .unauthorized)
        /// The provider does not understand the request, or does not accept it.
        public static let invalidRequest = Code(wrapped: .invalidRequest)
        /// The conversation is longer than the model can read.
        public static let contextTooLong = Code(wrapped: .contextTooLong)
        /// There is no such model, or no such path on that server.
        public static let notFound = Code(wrapped: .notFound)
        /// The model or a filter declined to answer.
        public static let refused = Code(wrapped: .refused)
        /// The server cannot be reached, or the connection broke.
        public static let connectionFailed = Code(wrapped: .connectionFailed)
        /// The time for the call was over, or nothing came at all.
        public static let timedOut = Code(wrapped: .timedOut)
        /// The server answered something that is not the protocol.
        public static let malformedResponse = Code(wrapped: .malformedResponse)
        /// The task that asked was cancelled.
        public static let cancelled = Code(wrapped: .cancelled)
        /// What was configured cannot work: a variable, a flag or an address is missing or wrong.
        public static let misconfigured = Code(wrapped: .misconfigured)

        /// Whether a failure of this class can pass by itself.
        public var isTransient: Bool {
            switch self.wrapped {
            case .rateLimited, .overloaded, .serverError, .truncated, .connectionFailed, .timedOut, .malformedResponse:
                true
            case .quotaExceeded, .unauthorized, .invalidRequest, .contextTooLong, .notFound, .refused, .cancelled,
                .misconfigured:
                false
            }
        }

        /// The name of the class, as written here.
        public var description: String { self.wrapped.rawValue }
    }
}
