internal import CTuttiThreads

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Starts detached threads of our own; Foundation's would cost the core its start-up time.
enum Thread {
    private final class Body {
        let name: String
        let niceness: Int32
        let run: @Sendable () -> Void

        init(name: String, niceness: Int32, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.niceness = niceness
            self.run = run
        }
    }

    /// Runs `body` on a new thread with a stack of `stackSize` bytes.
    ///
    /// - Parameter niceness: How much the thread yields to others, 0 to 19; has an effect on Linux only, where it is a
    ///   property of the thread.
    @discardableResult
    static func start(
        name: String, niceness: Int32 = 0, stackSize: Int = 512 * 1024, _ body: @escaping @Sendable () -> Void
    ) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let box = Unmanaged.passRetained(Body(name: name, niceness: niceness, run: body))
        #if canImport(Darwin)
        var thread: pthread_t?
        let code = pthread_create(&thread, &attributes, { Self.enter($0) }, box.toOpaque())
        #else
        var thread = pthread_t()
        let code = pthread_create(&thread, &attributes, { Self.enter($0) }, box.toOpaque())
        #endif
        if code != 0 { box.release() }
        return code == 0
    }

    private static func enter(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let pointer else { return nil }
        let body = Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
        tutti_thread_describe(body.name, body.niceness)
        body.run()
        return nil
    }
}
