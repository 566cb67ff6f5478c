extension AdmissionController {
    /// What must hold after each fact; traps when it does not.
    package func checkInvariants() {
        precondition((1...self.maximumConcurrency).contains(self.concurrency), "so many places cannot be: \(self)")
        precondition(self.inFlight <= self.maximumConcurrency, "more calls than places: \(self)")
        precondition(self.waiting <= self.maximumQueue, "more wait than may: \(self)")
        precondition(self.queue.inOrder.count == self.queue.count, "the queue is miscounted: \(self)")
        let reserved = self.flights.values.reduce(0) { $0 + $1.tokens }
        precondition(
            abs((self.tokens?.reserved ?? reserved) - reserved) < 0.001, "tokens are reserved for nobody: \(self)")
        self.requests?.checkInvariants()
        self.tokens?.checkInvariants()
    }
}
