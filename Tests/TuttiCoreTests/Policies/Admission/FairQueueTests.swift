import Testing
import TuttiCore
import TuttiTesting

@Suite struct FairQueueTests {
    @Test func `keys that may not be served keep their turn`() {
        var queue = FairQueue<String, Int>()
        for (number, key) in ["a", "a", "b", "c"].enumerated() { queue.append(number, of: key) }
        #expect(queue.popFirst { $0 != "a" } == 2)
        #expect(queue.popFirst { $0 == "b" } == nil)
        #expect(queue.popFirst() == 0 && queue.popFirst() == 3 && queue.popFirst() == 1 && queue.popFirst() == nil)
    }

    @Test func `the last of the longest line can be taken out`() {
        var queue = FairQueue<String, Int>()
        #expect(queue.longestLine == nil)
        for (number, key) in ["a", "b", "b"].enumerated() { queue.append(number, of: key) }
        #expect(queue.longestLine?.key == "b" && queue.longestLine?.count == 2)
        #expect(queue.popLast(of: "b") == 2 && queue.popLast(of: "b") == 1 && queue.popLast(of: "b") == nil)
        #expect(queue.lineCount == 1 && queue.count == 1 && Array(queue.inOrder) == [0])
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `as many are ahead of a new one as are served before it`(seed: UInt64) {
        var random = SeededRandomNumberGenerator(seed: seed)
        var queue = FairQueue<Int, Int>()
        for number in 0..<Int.random(in: 0...12, using: &random) {
            queue.append(number, of: Int.random(in: 0..<4, using: &random))
            if Int.random(in: 0..<4, using: &random) == 0 { _ = queue.popFirst() }
        }
        let key = Int.random(in: 0..<4, using: &random)
        let ahead = queue.countAhead(ofNew: key)
        queue.append(99, of: key)
        #expect(queue.inOrder.firstIndex(of: 99) == ahead)
    }
}
