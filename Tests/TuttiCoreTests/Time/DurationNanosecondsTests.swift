import Testing
import TuttiCore

@Suite struct DurationNanosecondsTests {
    @Test(
        arguments: [
            (Duration.zero, 0, 0), (.nanoseconds(7), 7, 7), (.nanoseconds(-7), -7, -7),
            (.init(secondsComponent: 0, attosecondsComponent: 1), 0, 1),
            (.init(secondsComponent: 0, attosecondsComponent: -1), -1, 0),
            (.seconds(2) + .init(secondsComponent: 0, attosecondsComponent: 5), 2_000_000_000, 2_000_000_001),
            // About the longest one whose attoseconds fit into one word, and beyond.
            (.init(secondsComponent: 9, attosecondsComponent: 223_372_036_854_775_807), 9_223_372_036, 9_223_372_037),
            (.init(secondsComponent: 9, attosecondsComponent: 223_372_036_854_775_808), 9_223_372_036, 9_223_372_037),
            (.seconds(10) + .init(secondsComponent: 0, attosecondsComponent: 1), 10_000_000_000, 10_000_000_001),
            (.seconds(-10) - .init(secondsComponent: 0, attosecondsComponent: 1), -10_000_000_001, -10_000_000_000),
            (.seconds(Int64.max), .max, .max), (.seconds(Int64.min), .min, .min),
        ] as [(Duration, Int64, Int64)])
    func `a fraction is cut off or counted whole, and eternity has a number`(
        duration: Duration, down: Int64, up: Int64
    ) {
        #expect(duration.nanosecondsRoundedDown == down)
        #expect(duration.nanosecondsRoundedUp == up)
    }
}
