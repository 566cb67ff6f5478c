/// Decides when one tool server is started, and when it is given up.
///
/// starting: connected → ready, run · failed → backOff while restarts are left and it can help, else failed, stop
/// ready: ended → backOff while restarts are left, else failed, stop
/// backingOff: waited → starting, launch
/// failed, and anything out of turn → stop
///
/// A server that stayed up for ``Configuration/stableTime`` has all its restarts again.
package struct ToolServerMachine {
    package enum Action: Equatable {
        case launch
        case run
        case backOff(Duration)
        case stop
    }

    package enum State: Equatable {
        case starting
        case ready(since: Duration)
        case backingOff
        case failed
    }

    private let maximumRestarts: Int
    private let backoff: Duration
    private let maximumBackoff: Duration
    private let stableTime: Duration
    package private(set) var state = State.starting
    package private(set) var restarts = 0

    package init(_ configuration: ToolRegistry.Configuration) {
        self.maximumRestarts = max(0, configuration.maximumRestarts)
        self.backoff = max(.zero, configuration.restartBackoff)
        self.maximumBackoff = max(.zero, configuration.maximumBackoff)
        self.stableTime = configuration.stableTime
    }

    package mutating func connected(at now: Duration) -> Action {
        guard self.state == .starting else { return .stop }
        self.state = .ready(since: now)
        return .run
    }

    package mutating func failed(canHelp: Bool) -> Action {
        guard self.state == .starting else { return .stop }
        return self.tryAgain(canHelp)
    }

    package mutating func ended(at now: Duration) -> Action {
        guard case .ready(let since) = self.state else { return .stop }
        if now - since >= self.stableTime { self.restarts = 0 }
        return self.tryAgain(true)
    }

    package mutating func waited() -> Action {
        guard self.state == .backingOff else { return .stop }
        self.state = .starting
        return .launch
    }

    private mutating func tryAgain(_ canHelp: Bool) -> Action {
        guard canHelp, self.restarts < self.maximumRestarts else {
            self.state = .failed
            return .stop
        }
        let delay = min(self.backoff * (1 << min(self.restarts, 20)), self.maximumBackoff)
        self.restarts += 1
        self.state = .backingOff
        return .backOff(delay)
    }
}

extension ToolServerMachine {
    /// Traps when the state is one that no sequence of inputs may reach; tests call it after every input.
    package func checkInvariants() {
        precondition((0...self.maximumRestarts).contains(self.restarts), "\(self.restarts) restarts in \(self.state)")
        precondition(self.state != .backingOff || self.restarts > 0, "backing off without a restart to come")
    }
}
