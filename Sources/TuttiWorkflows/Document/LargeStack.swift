#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A thread with a stack of a chosen size, for code that recurses as deep as its input says.
///
/// A thread of the agent pool has half a megabyte: a document of 900 brackets overflows it while it is composed.
final class LargeStack {
    private let body: () -> Void

    private init(_ body: @escaping () -> Void) { self.body = body }

    /// Runs `body` on such a thread and waits for its end; nil when no thread can be had.
    static func run<Result>(bytes: Int, _ body: @escaping () -> Result) -> Result? {
        var result: Result?
        let stack = LargeStack { result = body() }
        return withExtendedLifetime(stack) { stack.runOnThread(bytes) ? result : nil }
    }

    private func runOnThread(_ bytes: Int) -> Bool {
        // Memory instead of variables: the compiler thinks that the initializers of these types belong to libyaml.
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        defer { attributes.deallocate() }
        guard pthread_attr_init(attributes) == 0 else { return false }
        defer { pthread_attr_destroy(attributes) }
        guard pthread_attr_setstacksize(attributes, bytes) == 0 else { return false }
        let pointer = Unmanaged.passUnretained(self).toOpaque()
        #if canImport(Darwin)
        var started: pthread_t?
        guard pthread_create(&started, attributes, { LargeStack.enter($0) }, pointer) == 0, let thread = started else {
            return false
        }
        #else
        let started = UnsafeMutablePointer<pthread_t>.allocate(capacity: 1)
        defer { started.deallocate() }
        guard pthread_create(started, attributes, { LargeStack.enter($0) }, pointer) == 0 else { return false }
        let thread = started.pointee
        #endif
        return pthread_join(thread, nil) == 0
    }

    private static func enter(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let pointer else { return nil }
        Unmanaged<LargeStack>.fromOpaque(pointer).takeUnretainedValue().body()
        return nil
    }
}
