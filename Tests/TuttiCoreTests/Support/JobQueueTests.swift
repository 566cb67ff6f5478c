import Testing
import TuttiCore

@Suite struct JobQueueTests {
    @Test func `it does what an array would do, slowly`() {
        var generator = SeededRandomNumberGenerator(seed: 7)
        var queue = JobQueue<Int>()
        var model: [Int] = []
        for number in 0..<20_000 {
            // Grows in the first half and shrinks in the second.
            if Int.random(in: 0..<10, using: &generator) < (number < 10_000 ? 6 : 4) {
                queue.append(number)
                model.append(number)
            } else {
                #expect(queue.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(queue.count == model.count)
            #expect(queue.isEmpty == model.isEmpty)
        }
    }

    @Test func `a job taken from the middle leaves its place to the first`() {
        var queue = JobQueue<Int>()
        for number in 0..<5 { queue.append(number) }
        #expect(queue.pop(at: 2) == 2)
        #expect(queue.pop(at: 4) == nil)
        #expect(queue.pop(at: 0) == 1)
        #expect([queue.popFirst(), queue.popFirst(), queue.popFirst(), queue.popFirst()] == [0, 3, 4, nil])
    }
}
