public import TuttiCore
public import TuttiMCP

extension ToolRegistry {
    /// The limits of a registry.
    public struct Configuration: Sendable {
        /// The time that a server has to answer after it was launched; below ten seconds a busy machine fails it.
        public var startupTimeout: Duration = .seconds(15)
        /// How often in a row a server that died, or failed to start, is started again.
        public var maximumRestarts = 3
        /// The wait before the first restart; it doubles with each further one.
        public var restartBackoff: Duration = .milliseconds(500)
        /// The bound of the wait.
        public var maximumBackoff: Duration = .seconds(10)
        /// How long a server has to stay up to have all its restarts again.
        public var stableTime: Duration = .seconds(60)
        /// How long ``ToolRegistry/close()`` waits for servers to end.
        public var closeTimeout: Duration = .seconds(10)
        /// What each server bears: four calls at once.
        public var limits = Provider.Configuration(maximumConcurrency: 4)
        /// The limits of each connection.
        public var client = MCPClient.Configuration()

        /// Creates the default limits.
        public init() {}
    }
}
