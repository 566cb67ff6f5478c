#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The wall-clock time and the processor time since an instant, in seconds.
struct Stopwatch: Sendable {
    private let wallStart = Self.read(CLOCK_MONOTONIC)
    private let processorStart = Self.read(CLOCK_PROCESS_CPUTIME_ID)

    /// The seconds since it was started.
    var wall: Double { Double(Self.read(CLOCK_MONOTONIC) - self.wallStart) / 1e9 }

    /// The seconds that all threads of the process have computed since it was started.
    var processor: Double { Double(Self.read(CLOCK_PROCESS_CPUTIME_ID) - self.processorStart) / 1e9 }

    /// A point on the monotonic clock in nanoseconds.
    static var now: Int { self.read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
