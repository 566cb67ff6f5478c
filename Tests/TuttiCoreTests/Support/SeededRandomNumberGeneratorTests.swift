import Testing
import TuttiCore

@Suite struct SeededRandomNumberGeneratorTests {
    @Test func `the numbers of SplitMix64, on every platform`() {
        var generator = SeededRandomNumberGenerator(seed: 0)
        #expect(
            (0..<3).map { _ in generator.next() } == [
                0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F,
            ])
    }

    @Test func `a run identity has 16 safe characters and follows the seed`() {
        var generator = SeededRandomNumberGenerator(seed: 1)
        var again = generator
        let run = RunID.random(using: &generator)
        #expect(run == RunID.random(using: &again))
        #expect(run != RunID.random(using: &again))
        #expect(run.description.utf8.count == 16)
        #expect(run.description.allSatisfy { "0123456789abcdefghjkmnpqrstvwxyz".contains($0) })
    }
}
