import Testing
import TuttiCore
import TuttiServer

@Suite struct RunLogTests {
    private static func event(_ sequence: Int, _ text: String = "") -> RunEvent {
        RunEvent(run: RunID("r"), sequence: sequence, time: .zero, kind: .warning(message: text))
    }

    private static func log(_ count: Int, upTo last: Int) -> RunLog {
        var log = RunLog(maximumCount: count, maximumBytes: .max)
        for sequence in 1...last { log.append([self.event(sequence)]) }
        return log
    }

    @Test(arguments: [(0, [1, 2, 3, 4]), (2, [3, 4]), (4, []), (9, [])])
    func `a reader gets what is behind its place`(after: Int, sequences: [Int]) {
        var log = Self.log(8, upTo: 4)
        #expect(log.events(after: after, limit: 8).map(\.sequence) == sequences)
    }

    @Test func `no more than asked for is given at once`() {
        var log = Self.log(8, upTo: 4)
        #expect(log.events(after: 1, limit: 2).map(\.sequence) == [2, 3])
    }

    @Test func `who is too slow is told how much it has missed`() {
        var log = Self.log(8, upTo: 9)
        let all = log.events(after: 0, limit: 20)
        #expect(all.map(\.sequence) == [3, 4, 5, 6, 7, 8, 9])
        #expect(all.first?.kind == .gap(missed: 3))
        #expect(log.events(after: 2, limit: 20).first?.kind == .gap(missed: 1))
        #expect(log.events(after: 3, limit: 20).map(\.sequence) == [4, 5, 6, 7, 8, 9])
    }

    @Test func `memory is bounded also when texts are long, and the newest event stays`() {
        var log = RunLog(maximumCount: 1_000, maximumBytes: 10_000)
        for sequence in 1...100 { log.append([Self.event(sequence, String(repeating: "x", count: 1_000))]) }
        #expect((3...9).contains(log.events(after: 0, limit: 1_000).count))
        log.append([Self.event(101, String(repeating: "x", count: 100_000))])
        #expect(log.events(after: 100, limit: 1_000).map(\.sequence) == [101])
    }
}
