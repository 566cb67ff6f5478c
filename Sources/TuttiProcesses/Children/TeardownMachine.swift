/// Decides when a child that has to go is asked, told and made to go.
///
/// open: begin → leaving · leaving: its time comes → terminate, terminating
/// terminating: its time comes → kill, killed · killed: its time comes → giveUp, done
/// leaving, begin again with less patience → the earlier time counts
///
/// The time after `kill` is for a process that the kernel does not let die: we do not wait for it for ever.
package struct TeardownMachine: Sendable {
    package enum Action: Equatable {
        case terminate
        case kill
        case giveUp
        case wait
    }

    private enum State {
        case open
        case leaving(until: Duration, grace: Duration)
        case terminating(until: Duration)
        case killed(until: Duration)
        case done
    }

    /// How long the kernel may take to end a killed process.
    package static let patienceAfterKill = Duration.seconds(2)

    private var state = State.open

    package init() {}

    /// The instant of the next step; nil when there is none.
    package var deadline: Duration? {
        switch self.state {
        case .open, .done: nil
        case .leaving(let until, _), .terminating(let until), .killed(let until): until
        }
    }

    /// Starts the teardown: `patience` for leaving alone, then `grace` between the signals.
    package mutating func begin(now: Duration, patience: Duration, grace: Duration) {
        switch self.state {
        case .open: self.state = .leaving(until: now + patience, grace: grace)
        case .leaving(let until, let earlier):
            self.state = .leaving(until: min(until, now + patience), grace: min(earlier, grace))
        case .terminating(let until): self.state = .terminating(until: min(until, now + patience + grace))
        case .killed, .done: break
        }
    }

    /// The step that is due at `now`.
    package mutating func advance(now: Duration) -> Action {
        guard let deadline, deadline <= now else { return .wait }
        switch self.state {
        case .leaving(_, let grace):
            self.state = .terminating(until: now + grace)
            return .terminate
        case .terminating:
            self.state = .killed(until: now + Self.patienceAfterKill)
            return .kill
        case .killed:
            self.state = .done
            return .giveUp
        case .open, .done: return .wait
        }
    }
}
