extension MCPClient {
    /// The limits of a client and the name it gives itself.
    public struct Configuration: Sendable {
        /// The name that we tell the server.
        public var clientName = "tutti"
        /// The version that we tell the server.
        public var clientVersion = "0.1.0"
        /// How many requests may wait for their answers at once.
        public var maximumPendingRequests = 64
        /// How many lines that are no messages are ignored before the server is given up.
        public var maximumGarbageLines = 1000
        /// How many pages of tools are asked for.
        public var maximumToolPages = 32
        /// Where the reader and the timers of requests run; nil for the global pool.
        ///
        /// Pass an executor of your own where agents may block the global pool.
        public var executor: (any TaskExecutor)?

        /// Creates the default configuration.
        public init() {}
    }
}
