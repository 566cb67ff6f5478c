import Testing
import TuttiCore
import TuttiWorkflows

@Suite struct SimulatedDurationTests {
    @Test func `an adjusted duration is multiplied, then shifted, and never negative`() {
        let base = SimulatedDuration.fixed(.milliseconds(300))
        func drawn(_ factor: Double, _ offset: Duration) -> Duration {
            let adjusted = SimulatedDuration.adjusted(base, factor: factor, offset: offset)
            #expect(adjusted.expected == Self.draw(adjusted), "what is constant is expected")
            return Self.draw(adjusted)
        }
        #expect(drawn(0.5, .zero) == .milliseconds(150))
        #expect(drawn(2, .milliseconds(7)) == .milliseconds(607))
        #expect(drawn(1, .milliseconds(-400)) == .zero)
        #expect(drawn(0, .zero) == .zero)
        #expect(drawn(1e300, .zero) == .seconds(86_400))
    }

    @Test func `a list gives what stands at the turn`() {
        let list = SimulatedDuration.inTurn([.seconds(1), .seconds(2)])
        #expect((0..<4).map { turn in Self.draw(list, turn: turn) } == [1, 2, 1, 2].map { .seconds($0) })
        #expect(Self.draw(.adjusted(list, factor: 3, offset: .zero), turn: 1) == .seconds(6))
        #expect(Self.draw(.inTurn([])) == .zero)
    }

    private static func draw(_ duration: SimulatedDuration, turn: Int = 0) -> Duration {
        duration.draw({ { 0 } }, turn: { turn })
    }
}
