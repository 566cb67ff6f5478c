import Testing
import TuttiCore

/// Against `Set`, at the capacities where a level is added.
@Suite struct RankSetTests {
    @Test(arguments: [1, 63, 64, 65, 4096, 4097, 10_000, 262_144, 262_145])
    func `a set gives the least of the numbers that were inserted and not removed`(capacity: Int) {
        var generator = SeededRandomNumberGenerator(seed: UInt64(capacity))
        var (set, model) = (RankSet(capacity: capacity), Set<Int32>())
        for _ in 0..<500 {
            let number = Int32.random(in: 0..<Int32(capacity), using: &generator)
            if Bool.random(using: &generator) {
                set.insert(number)
                model.insert(number)
            } else {
                set.remove(number)
                model.remove(number)
            }
            #expect(set.first == model.min() && set.isEmpty == model.isEmpty)
            #expect(set.contains(number) == model.contains(number))
        }
        for number in model.sorted() {
            #expect(set.first == number)
            set.remove(number)
        }
        #expect(set.isEmpty)
    }
}
