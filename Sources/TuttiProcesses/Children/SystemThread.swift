#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Threads of our own for what blocks: the pool of Swift has as many threads as cores, and agents may block them all.
enum SystemThread {
    /// What a thread needs here; the buffers are on the heap.
    private static let stackSize = 512 << 10

    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a detached thread that takes no signals; returns the error number of the system, 0 for success.
    ///
    /// Signals are for the threads that expect them. A write to a pipe without a reader then fails with `EPIPE`, where
    /// it would end the whole process with `SIGPIPE`.
    static func start(_ run: @escaping @Sendable () -> Void) -> CInt {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        let body = Unmanaged.passRetained(Body(run))
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        let status = pthread_create(&thread, &attributes, systemThreadMain, body.toOpaque())
        if status != 0 { body.release() }
        return status
    }

    fileprivate static func main(_ pointer: UnsafeMutableRawPointer) {
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
    }
}

#if canImport(Darwin)
private func systemThreadMain(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    SystemThread.main(pointer)
    return nil
}
#else
private func systemThreadMain(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let pointer { SystemThread.main(pointer) }
    return nil
}
#endif
