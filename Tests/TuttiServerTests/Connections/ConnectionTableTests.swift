import Testing
import TuttiCore
import TuttiServer
import TuttiTesting

@Suite struct ConnectionTableTests {
    @Test func `near the limit the one that has waited longest goes`() {
        var table = ConnectionTable<Int>(maximum: 32)
        for id in 1...30 { #expect(table.opened(id) == nil) }
        table.requested(1)
        table.requested(2)
        table.answered(2)
        #expect(table.opened(31) == 3)
        table.closed(3)
        #expect(table.opened(32) == 4)
        table.checkInvariants()
    }

    @Test func `whoever is answered stays, and nobody is told twice to go`() {
        var table = ConnectionTable<Int>(maximum: 4)
        for id in 1...3 {
            #expect(table.opened(id) == nil)
            table.requested(id)
        }
        #expect(table.opened(4) == nil)
        #expect(table.opened(5) == 4)
        #expect(table.opened(6) == 5)
        #expect(table.count == 6)
        table.answered(1)
        #expect(table.opened(7) == 6 && table.opened(8) == 1)
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `who sends requests keeps its connection among any number that send none`(seed: UInt64) {
        var random = SeededRandomNumberGenerator(seed: seed)
        var table = ConnectionTable<Int>(maximum: 16)
        var open: Set<Int> = []
        _ = table.opened(0)
        table.requested(0)
        for id in 1...200 {
            if let gone = table.opened(id) {
                #expect(gone != 0)
                open.remove(gone)
                table.closed(gone)
            }
            open.insert(id)
            table.answered(0)
            table.requested(0)
            if Bool.random(using: &random), let other = open.sorted().randomElement(using: &random) {
                open.remove(other)
                table.closed(other)
            }
            table.checkInvariants()
            #expect(table.count == open.count + 1 && table.count <= 16)
        }
    }
}
