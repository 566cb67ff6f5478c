package import TuttiCore

extension EnsembleServer {
    /// Where the server listens, whom it serves, and its bounds.
    package struct Configuration: Sendable {
        /// The name or the address that is listened on.
        package var host = "127.0.0.1"
        /// The port; 0 takes a free one.
        package var port = 8_734
        /// What clients have to show; needed for any host but this machine.
        package var token: AccessToken?
        /// More names under which clients may reach the server, in lower case, without a port.
        package var allowedHosts: Set<String> = []
        /// How many connections there may be, and how long they may take.
        package var connections = ConnectionLimits()
        /// The most time from ``EnsembleServer/stop()`` to the end; in the last second runs end with what is there.
        package var drainLimit = Duration.seconds(10)
        /// What is remembered of runs.
        package var runs = RunHubLimits()

        /// Who hears of requests when they are answered.
        package var requestObservers: [any RequestObserver] = []
        /// Makes the text of `GET /metrics`; nil serves none.
        package var metrics: (@Sendable (ServerLoad) -> String)?
        /// Makes the place of a request in a trace from that of its client, if it sent one; nil follows nobody.
        package var traces: (@Sendable (TraceContext?) -> TraceContext)?

        package init() {}

        /// Whether only programs on this machine reach the server.
        package var isLoopback: Bool { ["127.0.0.1", "localhost", "::1"].contains(self.host) }

        /// What is remembered of runs; where other machines are served, one client leaves a quarter of the places to others.
        var sharedRuns: RunHubLimits {
            var runs = self.runs
            if !self.isLoopback, runs.admission.maximumRunningPerClient == nil {
                runs.admission.maximumRunningPerClient = max(runs.admission.maximumRunning * 3 / 4, 1)
            }
            return runs
        }

        var requestGuard: RequestGuard {
            var requestGuard = RequestGuard()
            requestGuard.token = self.token
            requestGuard.hosts.formUnion(self.allowedHosts)
            requestGuard.hosts.insert(self.host.contains(":") ? "[\(self.host)]" : self.host.lowercased())
            return requestGuard
        }
    }
}
