extension AgentGraph {
    /// Checks the graph and runs it; ``ParallelExecutor`` is the form with limits.
    ///
    /// - Parameters:
    ///   - request: What the agents are asked.
    ///   - deadline: The instant by which the run returns with what is there; nil sets none.
    /// - Throws: ``GraphError`` when the graph has a problem. What agents do is in the report.
    public func run(_ request: AgentRequest, by deadline: ContinuousClock.Instant? = nil) async throws -> RunReport {
        try await ParallelExecutor().run(self.plan(), request, within: deadline?.timeLeft)
    }

    /// Checks the graph and starts it; the events of the result follow the run as it goes.
    ///
    /// - Parameters:
    ///   - request: What the agents are asked.
    ///   - deadline: The instant by which the run ends with what is there; nil sets none.
    /// - Throws: ``GraphError`` when the graph has a problem.
    public func start(_ request: AgentRequest, by deadline: ContinuousClock.Instant? = nil) throws -> Run {
        try ParallelExecutor().start(self.plan(), request, within: deadline?.timeLeft)
    }
}

extension ContinuousClock.Instant {
    fileprivate var timeLeft: Duration { Self.now.duration(to: self) }
}
