/// One child with its pipes: started on a thread that then waits for its end, served by a ``PipeLoop``.
///
/// Whoever starts a child has to end it: with ``PipeLoop/tearDown(patience:grace:)``, or by waiting for its end.
struct ChildProcess: Sendable {
    let id: Int32
    let pipes: PipeLoop

    /// Starts a program; returns when it runs.
    ///
    /// Starting waits for the file system, and waiting for a process blocks, so both have a thread.
    static func start(_ request: SpawnRequest, maximumUnwritten: Int) async throws -> ChildProcess {
        try await withCheckedThrowingContinuation { continuation in
            let status = SystemThread.start {
                Self.run(request, maximumUnwritten) { continuation.resume(with: $0) }
            }
            if status != 0 { continuation.resume(throwing: Self.error(request, SystemError(number: status))) }
        }
    }

    private static func run(
        _ request: SpawnRequest, _ maximumUnwritten: Int, started: (Result<ChildProcess, any Error>) -> Void
    ) {
        let registry = ChildRegistry.shared
        let sweeps = registry.sweeps
        let spawned: SpawnedChild
        do { spawned = try request.spawn() } catch {
            started(.failure(error))
            return
        }
        registry.add(spawned.id, startedAfter: sweeps)
        do throws(SystemError) {
            let pipes = try PipeLoop(
                .init(reading: spawned.output, errors: spawned.error, writing: spawned.input, areOwned: true),
                child: spawned.id, maximumUnwritten: maximumUnwritten)
            started(.success(ChildProcess(id: spawned.id, pipes: pipes)))
            pipes.childEnded(registry.reap(spawned.id))
        } catch {
            registry.signal(spawned.id, SystemCalls.killSignal)
            _ = registry.reap(spawned.id)
            spawned.closePipes()
            started(.failure(Self.error(request, error)))
        }
    }

    private static func error(_ request: SpawnRequest, _ error: SystemError) -> ProcessError {
        ProcessError(
            .couldNotStart, program: request.program,
            "could not be started: the system refuses a thread or a pipe: \(SystemCalls.text(of: error.number))")
    }
}
