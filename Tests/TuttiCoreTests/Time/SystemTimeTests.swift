import Dispatch
import Testing
import TuttiCore
import TuttiTesting

@Suite struct SystemTimeTests {
    @Test func `an instant is the same as a duration and as a number`() {
        let time = SystemTime()
        let before = time.nanoseconds
        let now = time.now
        #expect(before >= 0)
        #expect(.nanoseconds(before) <= now)
        #expect(now <= .nanoseconds(time.nanoseconds))
    }

    @Test func `a source that only knows durations tells nanoseconds too, and is scheduled by them`() {
        struct Plain: TimeSource {
            let clock: VirtualClock
            var now: Duration { self.clock.now + .init(secondsComponent: 0, attosecondsComponent: 999_999_999) }
            func schedule(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> ScheduledTimer {
                self.clock.schedule(at: instant, action)
            }
        }
        let time = Plain(clock: VirtualClock())
        #expect(time.nanoseconds == 0)
        let fired = Lock(0)
        _ = time.schedule(atNanoseconds: 5) { fired.withLock { $0 += 1 } }
        time.schedule(atNanoseconds: 5) { fired.withLock { $0 += 1 } }.cancel()
        #expect(time.clock.advanceToNextTimer())
        #expect(time.nanoseconds == 5)
        #expect(!time.clock.advanceToNextTimer())
        #expect(fired.withLock { $0 } == 1)
    }

    @Test func `timers fire in order, and never after they were cancelled`() {
        let time = SystemTime()
        let fired = Lock<[Int]>([])
        let isHeld = DispatchSemaphore(value: 0)
        let release = DispatchSemaphore(value: 0)
        let isOver = DispatchSemaphore(value: 0)
        // While its thread is held nothing can fire, however slow the machine: what follows is all due when it goes on.
        _ = time.schedule(at: .zero) {
            isHeld.signal()
            release.wait()
        }
        isHeld.wait()
        let now = time.nanoseconds
        let cancelled = (0..<500).map { number in
            time.schedule(atNanoseconds: now - Int64(number)) { fired.withLock { $0.append(0) } }
        }
        for number in [3, 1, 2] {
            _ = time.schedule(atNanoseconds: now + Int64(number)) { fired.withLock { $0.append(number) } }
        }
        _ = time.schedule(atNanoseconds: now + 3) { fired.withLock { $0.append(4) } }
        _ = time.schedule(atNanoseconds: now + 4) { isOver.signal() }
        for timer in cancelled { timer.cancel() }
        #expect(time.pendingTimers == 5)
        release.signal()
        #expect(isOver.wait(timeout: .now() + 60) == .success)
        #expect(fired.withLock { $0 } == [1, 2, 3, 4])
        #expect(time.pendingTimers == 0)
        for timer in cancelled { timer.cancel() }
    }

    @Test func `a timer fires when its instant has come, not before, though a later one is waited for`() {
        let time = SystemTime()
        let isOver = DispatchSemaphore(value: 0)
        let lateness = Lock<Int64?>(nil)
        let far = time.schedule(at: .seconds(3600)) {}
        let never = time.schedule(at: .seconds(Int64.max)) {}
        let instant = time.nanoseconds + 3_000_000
        _ = time.schedule(atNanoseconds: instant) {
            lateness.withLock { $0 = time.nanoseconds - instant }
            isOver.signal()
        }
        #expect(isOver.wait(timeout: .now() + 60) == .success)
        #expect((lateness.withLock { $0 } ?? -1) >= 0)
        #expect(time.pendingTimers == 2)
        far.cancel()
        never.cancel()
        #expect(time.pendingTimers == 0)
    }
}
