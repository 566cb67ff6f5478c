internal import TuttiCore

extension RunAdmissionMachine {
    /// What must hold after each fact; stops the test when it does not.
    package func checkInvariants() {
        precondition(self.inUse <= self.limits.maximumRunning, "\(self.inUse) places are taken")
        precondition(self.waiting <= self.limits.maximumWaiting, "\(self.waiting) wait")
        let counts = Dictionary(grouping: self.running.values, by: \.request.client).mapValues(\.count)
        precondition(counts == self.runningOf, "\(counts) are counted as \(self.runningOf)")
        let most = self.limits.maximumRunningPerClient ?? .max
        precondition(counts.values.allSatisfy { $0 <= most }, "a client has more places than it may: \(counts)")
        let isFull = self.inUse == self.limits.maximumRunning
        func check(_ waiting: Waiting) {
            let isBounded = counts[waiting.request.client, default: 0] == most
            precondition(isFull || isBounded, "\(waiting.ticket) waits beside a free place")
        }
        self.queue.forEach(check)
    }
}
