internal import TuttiCore

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
        // Through a lock, not through the continuation alone: the thread sanitizer does not see what orders the latter.
        let result = Lock<Result<ChildProcess, any Error>?>(nil)
        await withCheckedContinuation { continuation in
            let status = Thread.start(name: "tutti-child", takesSignals: false) {
                Self.run(request, maximumUnwritten) { started in
                    result.withLock { $0 = started }
                    continuation.resume()
                }
            }
            guard status != 0 else { return }
            result.withLock { $0 = .failure(Self.error(request, SystemError(number: status))) }
            continuation.resume()
        }
        guard let started = result.withLock({ $0 }) else { throw CancellationError() }
        return try started.get()
    }

    private static func run(
        _ request: SpawnRequest, _ maximumUnwritten: Int, started: (Result<ChildProcess, any Error>) -> Void
    ) {
        let registry = ChildRegistry.shared
        let spawned: SpawnedChild
        do { spawned = try registry.start(request.spawn) } catch {
            started(.failure(error))
            return
        }
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
