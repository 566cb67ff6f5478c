package import TuttiCore

/// Decides which runs begin, which wait for a place, and which are refused at once because they would be late.
///
/// A plain struct: it takes facts, each with its instant, and returns ``Decisions``; instants do not go back.
///
/// | fact | request | then |
/// | --- | --- | --- |
/// | entered, requested | a place is free, its client may have one more | begins |
/// | requested | expected wait and usual run end before its deadline | waits |
/// | requested | without a deadline, expected wait within the bound | waits |
/// | requested | else | refused, with the time after which it would be let in |
/// | requested | the queue is full | refused; or the last of the client of whom most wait, if that is more than its own |
/// | requested | draining | refused |
/// | ended, gave up | waits | begins, client by client in turn, each one's as they came |
/// | left | waits | leaves the queue |
/// | time passed | waits and cannot be answered in time any more | refused |
/// | closed | waits | refused |
///
/// Nobody waits while there is a place that it may have.
package struct RunAdmissionMachine: Sendable {
    package typealias Ticket = Int

    /// Why somebody is not let in.
    package enum Reason: Hashable, Sendable {
        /// It could not be answered in time.
        case late
        /// Too many wait.
        case full
        /// Nobody is let in any more.
        case draining
    }

    /// Somebody is not let in.
    package struct Refusal: Hashable, Sendable {
        package var ticket: Ticket
        package var reason: Reason
        /// The time after which it is worth to ask again.
        package var retryAfter: Nanoseconds
    }

    /// What is to be done after a fact.
    package struct Decisions: Hashable, Sendable {
        /// Those that may begin, in this order.
        package var admitted: [Ticket] = []
        package var refused: [Refusal] = []

        package init() {}
    }

    struct Waiting: Sendable {
        let ticket: Ticket
        let request: PlaceRequest
        /// The last instant at which it is worth to begin.
        let latestStart: Nanoseconds
    }

    struct Running: Sendable {
        let request: PlaceRequest
        let began: Nanoseconds
    }

    /// After so long a server that stops is usually there again.
    private static let restart: Nanoseconds = 5_000_000_000

    let limits: RunAdmissionLimits
    var queue = FairQueue<ClientID, Waiting>()
    var running: [Ticket: Running] = [:]
    var runningOf: [ClientID: Int] = [:]
    package private(set) var durations = RunDurations()
    private var promises = ClientPromises()
    /// Whether nobody is let in any more.
    package private(set) var isDraining = false

    package init(_ limits: RunAdmissionLimits = .init()) { self.limits = limits }

    /// The requests that wait.
    package var waiting: Int { self.queue.count }
    /// The places that are taken.
    package var inUse: Int { self.running.count }
    /// Whether nothing is running, and nothing will.
    package var isIdle: Bool { self.isDraining && self.running.isEmpty && self.queue.isEmpty }

    /// The instant at which ``timePassed(at:)`` is to be told: O(those that wait).
    package var nextWakeUp: Nanoseconds {
        var instant = Nanoseconds.never
        func look(at waiting: Waiting) { instant = min(instant, waiting.latestStart) }
        self.queue.forEach(look)
        return instant
    }

    // MARK: Facts

    /// Somebody wants a place; false when there is none at once, and ``requested(_:_:at:)`` decides.
    package mutating func entered(_ ticket: Ticket, _ request: PlaceRequest, at now: Nanoseconds) -> Bool {
        guard !self.isDraining, self.running.count < self.limits.maximumRunning, self.mayBegin(request.client) else {
            return false
        }
        self.begin(ticket, request, at: now)
        return true
    }

    /// Somebody wants a place, and would wait for it.
    package mutating func requested(_ ticket: Ticket, _ request: PlaceRequest, at now: Nanoseconds) -> Decisions {
        var decisions = Decisions()
        guard !self.isDraining else {
            decisions.refused = [Refusal(ticket: ticket, reason: .draining, retryAfter: Self.restart)]
            return decisions
        }
        guard !self.entered(ticket, request, at: now) else {
            decisions.admitted = [ticket]
            return decisions
        }
        let start = now.advanced(byAtMost: self.expectedWait(of: request.client, at: now))
        let latestStart = self.latestStart(of: request, at: now)
        guard start <= latestStart else {
            decisions.refused = [self.refusal(of: ticket, request, .late, at: now)]
            return decisions
        }
        self.queue.append(Waiting(ticket: ticket, request: request, latestStart: latestStart), of: request.client)
        if let last = self.popSuperfluous(request.client) {
            decisions.refused = [self.refusal(of: last.ticket, last.request, .full, at: now)]
        }
        return decisions
    }

    /// A run that was let in has ended.
    package mutating func ended(_ ticket: Ticket, at now: Nanoseconds) -> Decisions {
        let run = self.leavePlace(ticket)
        self.durations.learn(now - run.began, of: run.request.model)
        return self.fillPlaces(at: now)
    }

    /// A run that was let in does not begin after all.
    package mutating func gaveUp(_ ticket: Ticket, at now: Nanoseconds) -> Decisions {
        _ = self.leavePlace(ticket)
        return self.fillPlaces(at: now)
    }

    /// Somebody does not want to wait any more; does nothing for somebody who does not wait.
    package mutating func left(_ ticket: Ticket) { self.queue.removeAll { $0.ticket == ticket } }

    /// It is `now`: those that would be late are refused.
    package mutating func timePassed(at now: Nanoseconds) -> Decisions {
        var decisions = Decisions()
        guard self.nextWakeUp <= now else { return decisions }
        let late = self.queue.inOrder.filter { $0.latestStart <= now }
        self.queue.removeAll { $0.latestStart <= now }
        decisions.refused = late.map { self.refusal(of: $0.ticket, $0.request, .late, at: now) }
        return decisions
    }

    /// Nobody new is let in; those that wait are, as places get free.
    package mutating func drained() { self.isDraining = true }

    /// Nobody is let in, those that wait neither.
    package mutating func closed() -> Decisions {
        self.isDraining = true
        var decisions = Decisions()
        decisions.refused = self.queue.inOrder.map {
            Refusal(ticket: $0.ticket, reason: .draining, retryAfter: Self.restart)
        }
        self.queue = FairQueue()
        return decisions
    }

    // MARK: Places

    private func mayBegin(_ client: ClientID) -> Bool {
        guard let most = self.limits.maximumRunningPerClient else { return true }
        return self.runningOf[client, default: 0] < most
    }

    private mutating func begin(_ ticket: Ticket, _ request: PlaceRequest, at now: Nanoseconds) {
        self.running[ticket] = Running(request: request, began: now)
        self.runningOf[request.client, default: 0] += 1
    }

    private mutating func leavePlace(_ ticket: Ticket) -> Running {
        guard let run = self.running.removeValue(forKey: ticket) else {
            preconditionFailure("run \(ticket) ended and was not running")
        }
        let rest = self.runningOf[run.request.client, default: 1] - 1
        self.runningOf[run.request.client] = rest > 0 ? rest : nil
        return run
    }

    private mutating func fillPlaces(at now: Nanoseconds) -> Decisions {
        guard !self.queue.isEmpty else { return Decisions() }
        var decisions = self.timePassed(at: now)
        while self.running.count < self.limits.maximumRunning {
            let (most, counts) = (self.limits.maximumRunningPerClient ?? .max, self.runningOf)
            guard let next = self.queue.popFirst(where: { counts[$0, default: 0] < most }) else { break }
            self.begin(next.ticket, next.request, at: now)
            decisions.admitted.append(next.ticket)
        }
        return decisions
    }

    /// Who has to leave a queue that has become too long: of the client of whom most wait the one that came last, so that
    /// many requests of one crowd out none of another.
    private mutating func popSuperfluous(_ client: ClientID) -> Waiting? {
        if let most = self.limits.maximumWaitingPerClient, self.queue.count(of: client) > most {
            return self.queue.popLast(of: client)
        }
        guard self.queue.count > self.limits.maximumWaiting, let longest = self.queue.longestLine else { return nil }
        let isOwn = longest.count <= self.queue.count(of: client)
        return self.queue.popLast(of: isOwn ? client : longest.key)
    }

    // MARK: Time

    private func latestStart(of request: PlaceRequest, at now: Nanoseconds) -> Nanoseconds {
        guard request.deadline != .never else { return now.advanced(byAtMost: self.limits.maximumWait.nanoseconds) }
        return request.deadline - self.durations.usual(of: request.model)
    }

    private mutating func refusal(
        of ticket: Ticket, _ request: PlaceRequest, _ reason: Reason, at now: Nanoseconds
    ) -> Refusal {
        let spacing = max(self.durations.usual / Nanoseconds(self.limits.maximumRunning), 1)
        let places = spacing * Nanoseconds(max(self.queue.lineCount, 1))
        // Behind the others of this client that were told to come again.
        let behind = places.multipliedReportingOverflow(
            by: Nanoseconds(self.promises.count(of: request.client, at: now)))
        let wait = max(self.expectedWait(of: request.client, at: now), spacing)
            .advanced(byAtMost: behind.overflow ? .never : behind.partialValue)
        let retryAfter = min(wait, self.limits.maximumRetryAfter.nanoseconds)
        self.promises.add(now.advanced(byAtMost: retryAfter), to: request.client, at: now)
        return Refusal(ticket: ticket, reason: reason, retryAfter: retryAfter)
    }
}
