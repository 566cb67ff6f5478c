import Testing
import TuttiCore

@Suite struct LockTests {
    @Test func `many tasks add up`() async {
        let sum = Lock(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<1000 { sum.withLock { $0 += 1 } } } }
        }
        #expect(sum.withLock { $0 } == 8000)
    }

    @Test func `an error leaves the lock free`() {
        let lock = Lock(0)
        #expect(throws: TestFailure.self) {
            try lock.withLock { (value: inout Int) throws(TestFailure) in
                value = 1
                throw TestFailure()
            }
        }
        #expect(lock.withLock { $0 } == 1)
    }

    @Test func `what it holds is freed with it`() {
        final class Held: Sendable {}
        weak var held: Held?
        do {
            let lock = Lock(Held())
            held = lock.withLock { $0 }
            #expect(held != nil)
        }
        #expect(held == nil)
    }
}
