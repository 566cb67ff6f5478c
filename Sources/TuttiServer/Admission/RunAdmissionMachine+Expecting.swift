package import TuttiCore

extension RunAdmissionMachine {
    /// The time after which a new request of a client would begin, if runs last as long as they usually do and nobody
    /// comes or goes: O(places).
    package func expectedWait(of client: ClientID, at now: Nanoseconds) -> Nanoseconds {
        let wait = Self.wait(
            for: self.queue.countAhead(ofNew: client), places: self.limits.maximumRunning,
            timesLeft: self.running.values.map { self.timeLeft(of: $0, at: now) }, then: self.durations.usual)
        guard let most = self.limits.maximumRunningPerClient, self.runningOf[client, default: 0] > 0 else {
            return wait
        }
        let own = self.running.values.filter { $0.request.client == client }
        // Its own places bound it as well.
        return max(
            wait,
            Self.wait(
                for: self.queue.count(of: client), places: most, timesLeft: own.map { self.timeLeft(of: $0, at: now) },
                then: self.durations.usual))
    }

    /// The time after which the place gets free that `ahead` others leave to the next.
    private static func wait(
        for ahead: Int, places: Int, timesLeft: [Nanoseconds], then usual: Nanoseconds
    ) -> Nanoseconds {
        let (rounds, place) = ahead.quotientAndRemainder(dividingBy: max(places, 1))
        let free = places - timesLeft.count
        let first = place < free ? 0 : timesLeft.sorted()[min(place - max(free, 0), timesLeft.count - 1)]
        let (later, isTooLong) = usual.multipliedReportingOverflow(by: Nanoseconds(rounds))
        return isTooLong ? .never : first.advanced(byAtMost: later)
    }

    /// Of a run that is over its usual time nobody knows more than that it is one of the long ones: it is taken to last as
    /// long again as it is over it, and no longer than its deadline.
    private func timeLeft(of run: Running, at now: Nanoseconds) -> Nanoseconds {
        let left = abs(run.began + self.durations.usual(of: run.request.model) - now)
        return min(left, max(run.request.deadline - max(now, 0), 0))
    }
}
