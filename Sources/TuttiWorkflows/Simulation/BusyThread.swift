internal import TuttiCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// What an agent must not do, done on purpose: it shows that nobody else is hurt.
enum BusyThread {
    /// Keeps the thread asleep in the kernel.
    static func block(until instant: Duration, _ time: any TimeSource) {
        while true {
            let remaining = instant - time.now
            guard remaining > .zero else { return }
            usleep(UInt32(min(max(remaining.milliseconds * 1_000, 1), 100_000)))
        }
    }

    /// Keeps the thread at work.
    static func spin(until instant: Duration, _ time: any TimeSource) {
        while time.now < instant {}
    }
}
