#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The calls of the system that differ between platforms or need a loop.
enum SystemCalls {
    /// The monotonic clock: teardowns keep their times while the pool, and so every Swift clock, may stand still.
    static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// The time until `deadline` as `poll` wants it: whole milliseconds, rounded up; -1 for no deadline.
    static func pollTimeout(until deadline: Duration?, now: Duration) -> CInt {
        guard let deadline else { return -1 }
        let left = max(.zero, deadline - now).components
        let milliseconds =
            min(left.seconds, 86_400) * 1000 + (left.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return CInt(milliseconds)
    }

    /// A pipe whose ends no child inherits and that are not the standard streams; nil with `errno` on failure.
    static func pipe() -> (readEnd: CInt, writeEnd: CInt)? {
        var ends: [CInt] = [-1, -1]
        guard Self.makePipe(&ends) == 0 else { return nil }
        for index in ends.indices where ends[index] < 3 {
            // This process runs with a standard stream closed; the child's end must not land on one.
            let moved = fcntl(ends[index], F_DUPFD_CLOEXEC, 3)
            let reason = errno
            close(ends[index])
            ends[index] = moved
            guard moved >= 0 else {
                close(ends[1 - index])
                errno = reason
                return nil
            }
        }
        return (ends[0], ends[1])
    }

    #if canImport(Darwin)
    private static func makePipe(_ ends: UnsafeMutablePointer<CInt>) -> CInt {
        guard Darwin.pipe(ends) == 0 else { return -1 }
        for index in 0..<2 { _ = fcntl(ends[index], F_SETFD, FD_CLOEXEC) }
        return 0
    }
    #else
    /// Makes a pipe that is marked from the start: another thread may start a child at any moment.
    ///
    /// Every system has it; the headers that Swift reads hide it.
    private static let makePipe: @Sendable (UnsafeMutablePointer<CInt>) -> CInt = {
        typealias Pipe2 = @convention(c) (UnsafeMutablePointer<CInt>, CInt) -> CInt
        guard let address = dlsym(nil, "pipe2") else { return { _ in -1 } }
        let pipe2 = unsafeBitCast(address, to: Pipe2.self)
        return { pipe2($0, O_CLOEXEC) }
    }()
    #endif

    static func setNonBlocking(_ descriptor: CInt) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// The end of a process as `waitpid` tells it.
    static func exit(of status: CInt) -> ProcessExit {
        let signal = status & 0x7F
        return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    }

    static let killSignal = SIGKILL

    static func text(of error: CInt) -> String { String(cString: strerror(error)) }
}
