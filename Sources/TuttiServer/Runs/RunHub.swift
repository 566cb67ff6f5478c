package import TuttiAgents
package import TuttiCore

/// The runs of the server: begins them, reads each one's events once, and lets any number of readers follow and come back.
///
/// A run belongs to ``pump()``, not to the request that asked for it; who wants it to end with the request says so by
/// ``cancel(_:)``.
package final class RunHub: Sendable {
    package typealias Machine = RunHubMachine

    private struct Job: Sendable {
        var run: EnsembleRun
        var ensemble: Ensemble
        var place: RunPlace
    }

    private struct State: Sendable {
        var machine: Machine
        var nextReader = 0
        var waiting: [Machine.ReaderID: CheckedContinuation<Void, Never>] = [:]
        var running: [RunID: EnsembleRun] = [:]

        mutating func newReader() -> Machine.ReaderID {
            self.nextReader += 1
            return self.nextReader
        }

        mutating func take(_ readers: Set<Machine.ReaderID>) -> [CheckedContinuation<Void, Never>] {
            readers.compactMap { self.waiting.removeValue(forKey: $0) }
        }
    }

    private let state: Lock<State>
    private let now: @Sendable () -> Timestamp
    private let observers: [any RunObserver]
    private let admission: RunAdmission
    /// No more than the bound of runs.
    private let jobs: AsyncStream<Job>
    private let newJobs: AsyncStream<Job>.Continuation

    /// - Parameters:
    ///   - observers: Who hears of everything.
    ///   - time: What requests wait by.
    ///   - now: The wall clock.
    package init(
        _ limits: RunHubLimits = .init(), observers: [any RunObserver] = [], time: any TimeSource = SystemTime.shared,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.admission = RunAdmission(limits.admission, time: time)
        self.observers = observers
        self.state = Lock(State(machine: Machine(limits)))
        self.now = now
        (self.jobs, self.newJobs) = AsyncStream.makeStream(of: Job.self)
    }

    // MARK: Runs

    /// Begins a run, as soon as there is a place for it. One that is over at once comes back with its outcome.
    ///
    /// - Parameters:
    ///   - deadline: The time of the answer from now, waiting included; nil takes that of the ensemble.
    ///   - client: Who asks; while it waits it may go.
    /// - Throws: ``APIError`` 429 when it could not be answered in time or too many wait, 503 when the server is about to
    ///   stop; `CancellationError` when the client goes; what the ensemble throws.
    package func begin(
        _ question: Question, by ensemble: Ensemble, within deadline: Duration?, for client: RunClient = .unknown
    ) async throws -> RunEntry {
        let (place, run, created): (RunPlace, EnsembleRun, Timestamp)
        do {
            place = try await self.admission.place(
                for: client, model: ensemble.name, within: deadline ?? ensemble.deadline)
            // Before it begins: some have ended when they have.
            created = self.now()
            do { run = try ensemble.begin(question, place.timeLeft) } catch {
                self.admission.gaveUp(place)
                throw error
            }
        } catch {
            self.finishWhenIdle()
            throw error
        }
        let entry = RunEntry(
            id: run.id, model: ensemble.name, question: question.text, created: created, plan: run.plan)
        let hasEnded = run.hasEnded
        self.state.withLock { state in
            state.machine.began(entry)
            if !hasEnded { state.running[entry.id] = run }
        }
        for observer in self.observers { observer.began(entry) }
        let job = Job(run: run, ensemble: ensemble, place: place)
        // Another task would only cost what a run takes whose agents take no time.
        if hasEnded { return await self.follow(job) ?? entry }
        self.newJobs.yield(job)
        return entry
    }

    /// Ends a run with what is there; without effect on one that has ended. Returns nil when there is no such run.
    package func cancel(_ id: RunID) -> RunEntry? {
        let (entry, run) = self.state.withLock { ($0.machine.entry(id), $0.running[id]) }
        run?.cancel()
        return entry
    }

    /// Ends all runs with what is there, and refuses those that wait.
    package func cancelAll() {
        self.admission.close()
        for run in self.state.withLock({ Array($0.running.values) }) { run.cancel() }
    }

    /// The run of that identity.
    package func entry(_ id: RunID) -> RunEntry? { self.state.withLock { $0.machine.entry(id) } }

    /// The newest runs first, behind `after`; nil when `after` is not known.
    package func list(limit: Int, after: RunID?) -> (entries: [RunEntry], hasMore: Bool)? {
        self.state.withLock { $0.machine.list(limit: limit, after: after) }
    }

    // MARK: Work

    /// Follows the runs; returns when the hub is drained and the last has ended. When the task is cancelled the runs end
    /// with what is there.
    package func pump() async {
        await withDiscardingTaskGroup { group in
            for await job in self.jobs { group.addTask { await self.follow(job) } }
        }
    }

    /// Refuses new runs from now on; those that wait are still begun.
    package func refuseNewRuns() { self.admission.drain() }

    /// Whether new runs are refused for good.
    package var isRefusing: Bool { self.admission.isDraining }

    /// The runs that are running, and the requests that wait for a place.
    package var load: (running: Int, waiting: Int) { self.admission.load }

    /// Refuses new runs, and lets ``pump()`` return when the last one has ended.
    package func drain() {
        self.admission.drain()
        self.finishWhenIdle()
    }

    private func finishWhenIdle() { if self.admission.isIdle { self.newJobs.finish() } }

    /// Returns the run as it is when it has ended.
    @discardableResult private func follow(_ job: Job) async -> RunEntry? {
        let unread = self.unreadEvents(of: job.run)
        if unread == nil { await self.followEvents(of: job.run) }
        let report = await job.run.report()
        var woken: [CheckedContinuation<Void, Never>] = []
        // The rest of its end is freed at once: a run that is forgotten does not wait for those who hear of this one.
        let entry = self.state.withLock { state -> Machine.End? in
            state.running[job.run.id] = nil
            let end = state.machine.ended(job.run.id, report, unread: unread)
            if let end { woken = state.take(end.woken) }
            return end
        }?.entry
        let isIdle = self.admission.ended(job.place)
        if let entry { for observer in self.observers { observer.ended(entry) } }
        for reader in woken { reader.resume() }
        await job.ensemble.ended(report)
        if isIdle { self.newJobs.finish() }
        return entry
    }

    /// The events of a run that was over at once: somebody may want to know all of it one day, and nobody does now.
    private func unreadEvents(of run: EnsembleRun) -> RunEvents? {
        guard run.hasEnded, run.events.arePlain(upTo: Self.fewEvents),
            !self.observers.contains(where: \.wantsEveryEvent)
        else { return nil }
        return run.events
    }

    private func followEvents(of run: EnsembleRun) async {
        var iterator = run.events.makeAsyncIterator()
        while let events = await iterator.nextBatch() {
            for observer in self.observers { observer.told(events, of: run.id) }
            for reader in self.state.withLock({ $0.take($0.machine.told(events, of: run.id)) }) { reader.resume() }
        }
    }

    /// As many events are kept of a run although nobody has counted how large they are.
    private static let fewEvents = 64

    // MARK: Readers

    /// What a run tells behind an event; waits for it.
    ///
    /// - Throws: `CancellationError` when the calling task is cancelled while it waits.
    package func next(of id: RunID, after sequence: Int) async throws -> Machine.Reading {
        var reader: Machine.ReaderID?
        while true {
            let (name, reading) = self.state.withLock { state in
                let name = reader ?? state.newReader()
                return (name, state.machine.read(id, after: sequence, by: name))
            }
            guard case .wait = reading else { return reading }
            reader = name
            try await self.wait(for: id, name, after: sequence)
        }
    }

    private func wait(for id: RunID, _ reader: Machine.ReaderID, after sequence: Int) async throws {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Something may have come since, and the cancellation may have found nobody.
                let isWaiting = self.state.withLock { state in
                    guard !Task.isCancelled, case .wait = state.machine.read(id, after: sequence, by: reader) else {
                        return false
                    }
                    state.waiting[reader] = continuation
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
        } onCancel: {
            let continuation = self.state.withLock { state in
                state.machine.left(id, reader)
                return state.waiting.removeValue(forKey: reader)
            }
            continuation?.resume()
        }
        guard Task.isCancelled else { return }
        self.state.withLock { $0.machine.left(id, reader) }
        throw CancellationError()
    }
}
