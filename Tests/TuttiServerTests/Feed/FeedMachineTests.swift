import Testing
import TuttiCore
import TuttiServer

@Suite struct FeedMachineTests {
    private static func limits(items: Int = 8, bytes: Int = 1 << 20, batch: Int = 4) -> FeedLimits {
        var limits = FeedLimits()
        (limits.maximumItems, limits.maximumBytes, limits.maximumBatch) = (items, bytes, batch)
        return limits
    }

    private static func items(_ numbers: ClosedRange<Int>, text: String = "") -> [FeedItem] {
        numbers.map { .told(RunEvent(run: RunID("r"), sequence: $0, time: .zero, kind: .warning(message: text))) }
    }

    /// The numbers of the events that a reading gives, and how many are missing before them.
    private static func numbers(_ reading: FeedMachine.Reading) -> (numbers: [Int], first: Int, missed: Int)? {
        guard case .items(let items, let first, let missed) = reading else { return nil }
        let numbers = items.compactMap { item in if case .told(let event) = item { event.sequence } else { nil } }
        return (numbers, first, missed)
    }

    private static func isWaiting(_ reading: FeedMachine.Reading) -> Bool {
        if case .wait = reading { true } else { false }
    }

    @Test func `nothing is kept or counted while nobody reads`() {
        var machine = FeedMachine(Self.limits())
        #expect(machine.isAsleep)
        #expect(machine.told(Self.items(1...3)) == [])
        #expect(machine.last == 0)
        #expect(machine.came(1, after: nil) == 0)
        #expect(!machine.isAsleep)
        #expect(Self.isWaiting(machine.read(after: 0, by: 1)))
        machine.checkInvariants()
    }

    @Test func `a reader is woken once and given what there is, a few at once`() throws {
        var machine = FeedMachine(Self.limits())
        #expect(machine.came(1, after: nil) == 0)
        #expect(Self.isWaiting(machine.read(after: 0, by: 1)))
        #expect(machine.told(Self.items(1...6)) == [1])
        #expect(machine.told(Self.items(7...7)) == [])
        let first = try #require(Self.numbers(machine.read(after: 0, by: 1)))
        #expect(first == ([1, 2, 3, 4], 1, 0))
        let second = try #require(Self.numbers(machine.read(after: 4, by: 1)))
        #expect(second == ([5, 6, 7], 5, 0))
        #expect(Self.isWaiting(machine.read(after: 7, by: 1)))
        machine.checkInvariants()
    }

    @Test func `who is too slow is told how much is gone`() throws {
        var machine = FeedMachine(Self.limits(items: 8, batch: 100))
        _ = machine.came(1, after: nil)
        for number in 1...9 { _ = machine.told(Self.items(number...number)) }
        // Nine are one too many: the oldest quarter goes with it.
        let reading = try #require(Self.numbers(machine.read(after: 1, by: 1)))
        #expect(reading == ([4, 5, 6, 7, 8, 9], 4, 2))
        machine.checkInvariants()
    }

    @Test func `long texts push others out, and the newest stays`() throws {
        var machine = FeedMachine(Self.limits(bytes: 1_000))
        _ = machine.came(1, after: nil)
        _ = machine.told(Self.items(1...3))
        _ = machine.told(Self.items(4...4, text: String(repeating: "x", count: 5_000)))
        let reading = try #require(Self.numbers(machine.read(after: 0, by: 1)))
        #expect(reading == ([4], 4, 3))
        machine.checkInvariants()
    }

    @Test func `who comes back in time misses nothing`() throws {
        var machine = FeedMachine(Self.limits(batch: 100))
        _ = machine.came(1, after: nil)
        _ = machine.told(Self.items(1...2))
        machine.left(1)
        #expect(!machine.isAsleep)
        #expect(machine.told(Self.items(3...6)) == [])
        #expect(machine.came(2, after: 2) == 2)
        let reading = try #require(Self.numbers(machine.read(after: 2, by: 2)))
        #expect(reading == ([3, 4, 5, 6], 3, 0))
        machine.checkInvariants()
    }

    @Test func `when what the last reader missed is gone, nothing is kept any more, and who comes back sees it`() throws
    {
        var machine = FeedMachine(Self.limits())
        _ = machine.came(1, after: nil)
        _ = machine.told(Self.items(1...2))
        machine.left(1)
        for number in 3...12 where !machine.isAsleep {
            _ = machine.told(Self.items(number...number))
            machine.checkInvariants()
        }
        #expect(machine.isAsleep)
        _ = machine.told(Self.items(90...99))
        #expect(machine.came(2, after: 2) == 2)
        let reading = try #require(Self.numbers(machine.read(after: 2, by: 2)))
        #expect(reading.numbers == [] && reading.missed > 0)
        #expect(Self.isWaiting(machine.read(after: reading.first - 1, by: 2)))
        _ = machine.told(Self.items(100...100))
        #expect(try #require(Self.numbers(machine.read(after: reading.first - 1, by: 2))).numbers == [100])
        machine.checkInvariants()
    }

    @Test func `who had read everything before all slept sees that something is missing`() throws {
        var machine = FeedMachine(Self.limits(items: 2))
        let start = machine.came(1, after: nil)
        machine.left(1)
        for number in 1...4 { _ = machine.told(Self.items(number...number)) }
        #expect(machine.isAsleep)
        _ = machine.came(2, after: start)
        #expect(try #require(Self.numbers(machine.read(after: start, by: 2))).missed > 0)
    }

    @Test func `one reader keeps what another still reads`() {
        var machine = FeedMachine(Self.limits())
        _ = machine.came(1, after: nil)
        _ = machine.came(2, after: nil)
        machine.left(1)
        machine.left(1)
        for number in 1...40 { _ = machine.told(Self.items(number...number)) }
        #expect(!machine.isAsleep)
        machine.checkInvariants()
    }

    @Test func `a place that does not exist yet is the present`() {
        var machine = FeedMachine(Self.limits())
        #expect(machine.came(1, after: 1_000) == 0)
        #expect(Self.isWaiting(machine.read(after: 0, by: 1)))
    }

    @Test func `a closed feed tells what there is, and then that there is no more`() throws {
        var machine = FeedMachine(Self.limits())
        _ = machine.came(1, after: nil)
        _ = machine.told(Self.items(1...1))
        #expect(Self.isWaiting(machine.read(after: 1, by: 1)))
        #expect(machine.close() == [1])
        #expect(try #require(Self.numbers(machine.read(after: 0, by: 1))).numbers == [1])
        guard case .closed = machine.read(after: 1, by: 1) else { return #expect(Bool(false), "closed") }
        machine.checkInvariants()
    }

    @Test(arguments: ["", "7", "a-", "-7", "a-x", "a--7", "a-7-7", "a-99999999999999999999"])
    func `what is no position has none`(text: String) { #expect(FeedPosition(text) == nil) }

    @Test func `a position is read as it was written`() {
        let position = FeedPosition(epoch: "k3", number: 17)
        #expect(FeedPosition("\(position)") == position)
    }
}
