import Testing
import TuttiCore

@Suite struct DurationNanosecondsTests {
    @Test(
        arguments: [
            (Duration.zero, 0, 0), (.nanoseconds(7), 7, 7), (.nanoseconds(-7), -7, -7),
            (.init(secondsComponent: 0, attosecondsComponent: 1), 0, 1),
            (.init(secondsComponent: 0, attosecondsComponent: -1), -1, 0),
            (.seconds(2) + .init(secondsComponent: 0, attosecondsComponent: 5), 2_000_000_000, 2_000_000_001),
            (.seconds(Int64.max), .max, .max), (.seconds(Int64.min), .min, .min),
        ] as [(Duration, Int64, Int64)])
    func `a fraction is cut off or counted whole, and eternity has a number`(
        duration: Duration, down: Int64, up: Int64
    ) {
        #expect(duration.nanosecondsRoundedDown == down)
        #expect(duration.nanosecondsRoundedUp == up)
    }
}
