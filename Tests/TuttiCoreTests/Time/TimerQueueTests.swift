import Testing
import TuttiCore

@Suite struct TimerQueueTests {
    private static func names(of queue: inout TimerQueue, dueBy now: Int64, _ fired: Lock<[Int]>) -> [Int] {
        fired.withLock { $0 = [] }
        while let (_, action) = queue.takeFirst(dueBy: now) { action() }
        return fired.withLock { $0 }
    }

    @Test func `the earliest goes first, and of equal instants the one that came first`() {
        var queue = TimerQueue()
        let fired = Lock<[Int]>([])
        for (name, instant) in [(0, 3), (1, 1), (2, 2), (3, 1), (4, -5), (5, 1)] as [(Int, Int64)] {
            _ = queue.insert(at: instant) { fired.withLock { $0.append(name) } }
        }
        #expect(queue.earliestInstant() == -5)
        #expect(Self.names(of: &queue, dueBy: 1, fired) == [4, 1, 3, 5])
        #expect(queue.earliestInstant() == 2)
        #expect(queue.count == 2)
        #expect(Self.names(of: &queue, dueBy: .max, fired) == [2, 0])
        #expect(queue.earliestInstant() == nil)
    }

    @Test func `a timer is cancelled once, and its name never cancels another`() {
        var queue = TimerQueue()
        let first = queue.insert(at: 1) {}
        let second = queue.insert(at: 2) {}
        #expect(queue.cancel(first) != nil)
        #expect(queue.cancel(first) == nil)
        #expect(queue.earliestInstant() == 2)
        // These take the slots that have become free.
        let third = queue.insert(at: 3) {}
        #expect(queue.takeFirst(dueBy: 2)?.instant == 2)
        let fourth = queue.insert(at: 4) {}
        #expect(queue.cancel(first) == nil)
        #expect(queue.cancel(second) == nil)
        #expect(queue.count == 2)
        #expect(queue.cancel(third) != nil)
        #expect(queue.cancel(fourth) != nil)
        #expect(queue.count == 0)
        _ = queue.insert(at: 5) {}
        #expect([first, second, third, fourth].allSatisfy { queue.cancel($0) == nil })
    }

    @Test func `an action is released as soon as its timer is cancelled`() {
        final class Witness: Sendable {}
        var queue = TimerQueue()
        weak var observed: Witness?
        let id: TimerQueue.ID
        do {
            let witness = Witness()
            observed = witness
            id = queue.insert(at: 1) { _ = witness }
        }
        _ = queue.insert(at: 2) {}
        #expect(observed != nil)
        _ = queue.cancel(id)
        #expect(observed == nil)
    }

    @Test func `cancelled timers do not pile up behind one that stays`() {
        var queue = TimerQueue()
        _ = queue.insert(at: 0) {}
        for instant in 1...100_000 as ClosedRange<Int64> {
            // Not the last one of the heap, which would leave at once.
            let id = queue.insert(at: instant) {}
            let last = queue.insert(at: instant + 1) {}
            _ = queue.cancel(id)
            _ = queue.cancel(last)
        }
        #expect(queue.count == 1)
        #expect(queue.capacity < 1000)
    }

    @Test(arguments: [true, false])
    func `nothing is kept when the last of many timers is gone`(isCancelled: Bool) {
        var queue = TimerQueue()
        let ids = (0..<10_000).map { queue.insert(at: $0) {} }
        #expect(queue.capacity >= 10_000)
        if isCancelled {
            for id in ids { _ = queue.cancel(id) }
        } else {
            while queue.takeFirst(dueBy: .max) != nil {}
        }
        #expect(queue.count == 0)
        #expect(queue.capacity == 0)
    }

    /// What the queue promises, without its cleverness.
    private struct Model {
        var timers: [(name: Int, instant: Int64, id: TimerQueue.ID)] = []

        mutating func takeFirst(dueBy now: Int64) -> Int? {
            guard let first = self.timers.indices.min(by: { self.timers[$0].instant < self.timers[$1].instant }),
                self.timers[first].instant <= now
            else { return nil }
            return self.timers.remove(at: first).name
        }
    }

    @Test(arguments: 0..<40)
    func `it does what a sorted list would do`(seed: UInt64) {
        var generator = SeededRandomNumberGenerator(seed: seed)
        var queue = TimerQueue()
        var model = Model()
        var gone: [TimerQueue.ID] = []
        let fired = Lock<[Int]>([])
        // Some seeds mostly cancel, so that sweeps are met, and some mostly fire.
        let cancels = Int.random(in: 1...8, using: &generator)
        for name in 0..<1500 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<cancels where !model.timers.isEmpty && name % 3 > 0:
                let timer = model.timers.remove(at: .random(in: model.timers.indices, using: &generator))
                #expect(queue.cancel(timer.id) != nil)
                gone.append(timer.id)
            case 9:
                let now = Int64.random(in: 0..<60, using: &generator)
                let expected = model.takeFirst(dueBy: now)
                fired.withLock { $0 = [] }
                queue.takeFirst(dueBy: now)?.action()
                #expect(fired.withLock { $0 } == [expected].compactMap(\.self))
            default:
                let instant = Int64.random(in: 0..<100, using: &generator)
                let id = queue.insert(at: instant) { fired.withLock { $0.append(name) } }
                model.timers.append((name, instant, id))
            }
            if let id = gone.randomElement(using: &generator) { #expect(queue.cancel(id) == nil) }
            #expect(queue.count == model.timers.count)
            #expect(queue.earliestInstant() == model.timers.map(\.instant).min())
        }
        var rest: [Int] = []
        while let name = model.takeFirst(dueBy: .max) { rest.append(name) }
        #expect(Self.names(of: &queue, dueBy: .max, fired) == rest)
    }
}
