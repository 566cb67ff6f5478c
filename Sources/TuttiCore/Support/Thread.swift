internal import CTuttiThreads

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Starts detached threads of our own; Foundation's would cost the core its start-up time.
package enum Thread {
    private final class Body {
        let name: String
        let niceness: Int32
        let takesSignals: Bool
        let run: @Sendable () -> Void

        init(name: String, niceness: Int32, takesSignals: Bool, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.niceness = niceness
            self.takesSignals = takesSignals
            self.run = run
        }
    }

    /// Runs `body` on a new thread; returns the error number of the system, 0 for success.
    ///
    /// - Parameters:
    ///   - name: At most 15 bytes are shown on Linux.
    ///   - niceness: How much the thread yields to others, 0 to 19; has an effect on Linux only, where it is a property
    ///     of the thread.
    ///   - stackSize: In bytes.
    ///   - takesSignals: False leaves signals to other threads. A write to a pipe without a reader then fails with
    ///     `EPIPE`, where it would end the whole process with `SIGPIPE`. Children inherit what is blocked.
    package static func start(
        name: String, niceness: Int32 = 0, stackSize: Int = 512 * 1024, takesSignals: Bool = true,
        _ body: @escaping @Sendable () -> Void
    ) -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let box = Unmanaged.passRetained(
            Body(name: name, niceness: niceness, takesSignals: takesSignals, run: body))
        #if canImport(Darwin)
        var thread: pthread_t?
        let code = pthread_create(&thread, &attributes, { Self.enter($0) }, box.toOpaque())
        #else
        var thread = pthread_t()
        let code = pthread_create(&thread, &attributes, { Self.enter($0) }, box.toOpaque())
        #endif
        if code != 0 { box.release() }
        return code
    }

    private static func enter(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let pointer else { return nil }
        let body = Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
        tutti_thread_describe(body.name, body.niceness)
        if !body.takesSignals {
            var signals = sigset_t()
            sigfillset(&signals)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
        }
        body.run()
        return nil
    }
}
