import Testing
import TuttiCore

/// The head start of the timer thread.
@Suite struct HeadStartTests {
    private static let second: Nanoseconds = 1_000_000_000

    /// One that has slept for a second and was so late then.
    private func headStart(late: Nanoseconds) -> HeadStart {
        var headStart = HeadStart()
        headStart.slept(from: 0, until: Self.second, wokenAt: Self.second + late)
        return headStart
    }

    @Test func `a thread that was never late sleeps until its timer is due`() {
        #expect(HeadStart().wakeUp(before: 5_000_000, at: 0) == 5_000_000)
        #expect(self.headStart(late: 0).wakeUp(before: 2 * Self.second, at: Self.second) == 2 * Self.second)
    }

    @Test func `one that was late wakes up earlier by as much the next time`() {
        let headStart = self.headStart(late: 80_000)
        #expect(headStart.wakeUp(before: 3 * Self.second, at: 2 * Self.second) == 3 * Self.second - 80_000)
        #expect(headStart.wakeUp(before: .never, at: 0) == .never - 80_000)
    }

    @Test func `it does not fall asleep for less than that`() {
        let now = 2 * Self.second
        let headStart = self.headStart(late: 80_000)
        #expect(headStart.wakeUp(before: now + 80_000, at: now) == now)
        #expect(headStart.wakeUp(before: now + 1, at: now) == now)
        #expect(headStart.wakeUp(before: now + 80_001, at: now) == now + 1)
    }

    @Test func `it forgets by and by how late it was, and learns at once`() {
        var headStart = self.headStart(late: 80_000)
        headStart.slept(from: 0, until: 1000, wokenAt: 1000)
        #expect(headStart.length == 70_000)
        for _ in 0..<100 { headStart.slept(from: 0, until: 1000, wokenAt: 6000) }
        #expect((5000..<5008).contains(headStart.length))
        headStart.slept(from: 0, until: 1000, wokenAt: 91_000)
        #expect(headStart.length == 90_000)
    }

    @Test func `a machine that stood still for a second costs it no more than its bound`() {
        #expect(self.headStart(late: Self.second).length == HeadStart.maximum)
    }

    @Test func `being woken by somebody tells nothing about that`() {
        var headStart = self.headStart(late: 80_000)
        headStart.slept(from: 0, until: Self.second, wokenAt: 5000)
        #expect(headStart.length == 80_000)
    }

    @Test func `it looks for a share of the time that it has slept, and sleeps when that is spent`() {
        var headStart = HeadStart()
        headStart.slept(from: 0, until: 4_920_000, wokenAt: 5_000_000)
        #expect(headStart.budget == 5_000_000 / HeadStart.sleepPerLook)
        headStart.looked(for: 49_000)
        // What it will have slept by then counts.
        #expect(headStart.wakeUp(before: 1000, at: 0) == 0)
        #expect(headStart.wakeUp(before: 2_000_000, at: 0) == 2_000_000 - 1000 - 2_000_000 / HeadStart.sleepPerLook)
        headStart.looked(for: 49_000)
        #expect(headStart.budget == 0)
        #expect(headStart.wakeUp(before: 2_000_000, at: 0) == 2_000_000 - 2_000_000 / HeadStart.sleepPerLook)
        headStart.slept(from: 0, until: 100 * Self.second, wokenAt: 100 * Self.second)
        #expect(headStart.budget == HeadStart.maximumBudget)
    }

    @Test func `timers that come all the time keep a thread awake for a part of the time at most`() {
        var headStart = HeadStart()
        var now: Nanoseconds = 0
        var looked: Nanoseconds = 0
        for timer in 1...10_000 {
            let due = Nanoseconds(timer) * 200_000
            guard due > now else { continue }
            let start = now
            let wakeUp = headStart.wakeUp(before: due, at: start)
            if wakeUp > start {
                now = wakeUp + (timer.isMultiple(of: 2) ? 100_000 : 20_000)
                headStart.slept(from: start, until: wakeUp, wokenAt: now)
            }
            let time = max(due - now, 0)
            headStart.looked(for: time)
            looked += time
            now += time
        }
        #expect(looked > 0)
        #expect(looked < now / HeadStart.sleepPerLook)
    }
}
