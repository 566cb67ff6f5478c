import Testing
import TuttiCore
import TuttiServer

@Suite struct ConnectionTimesTests {
    private static let second: Nanoseconds = 1_000_000_000

    private static func times() -> ConnectionTimes { ConnectionTimes(.seconds(9), at: 0) }

    @Test func `one that sends nothing is closed`() {
        var times = Self.times()
        #expect(times.verdict(unsent: 0, at: 9 * Self.second - 1) == .stays(until: 9 * Self.second))
        #expect(times.verdict(unsent: 0, at: 9 * Self.second) == .close)
    }

    @Test func `one that sends a byte a second is closed, counted from the first byte`() {
        var times = Self.times()
        for second in 1...9 { times.received(at: Nanoseconds(second) * Self.second) }
        #expect(times.verdict(unsent: 0, at: 9 * Self.second) == .stays(until: 10 * Self.second))
        #expect(times.verdict(unsent: 0, at: 10 * Self.second) == .close)
    }

    @Test func `while it is answered a client has time, and then as much as at first`() {
        var times = Self.times()
        times.received(at: 0)
        times.requestEnded(at: 1)
        times.received(at: 1)
        #expect(times.verdict(unsent: 0, at: 60 * Self.second) == .stays(until: 69 * Self.second))
        times.responseEnded(at: 61 * Self.second)
        #expect(times.verdict(unsent: 0, at: 69 * Self.second) == .stays(until: 70 * Self.second))
        #expect(times.verdict(unsent: 0, at: 70 * Self.second) == .close)
    }

    @Test func `of requests that follow each other at once none is cut`() {
        var times = Self.times()
        for instant in 1...3 { times.requestEnded(at: Nanoseconds(instant)) }
        times.responseEnded(at: 20 * Self.second)
        times.responseEnded(at: 40 * Self.second)
        #expect(times.verdict(unsent: 0, at: 41 * Self.second) == .stays(until: 50 * Self.second))
        times.responseEnded(at: 60 * Self.second)
        #expect(times.verdict(unsent: 0, at: 69 * Self.second) == .close)
    }

    @Test func `the rest of a request that was refused has no more time than one that was not`() {
        var times = Self.times()
        times.received(at: Self.second)
        times.responseEnded(at: 2 * Self.second)
        times.received(at: 3 * Self.second)
        #expect(times.verdict(unsent: 0, at: 10 * Self.second) == .close)
        times.requestEnded(at: 9 * Self.second)
        #expect(times.verdict(unsent: 0, at: 10 * Self.second) == .stays(until: 18 * Self.second))
    }

    @Test func `a response that is not read is cut, also while it goes on`() {
        var times = Self.times()
        times.requestEnded(at: 0)
        times.stalled(unsent: 100_000, at: Self.second)
        #expect(times.verdict(unsent: 100_000, at: 10 * Self.second - 1) == .stays(until: 10 * Self.second))
        #expect(times.verdict(unsent: 99_000, at: 10 * Self.second) == .abort)
    }

    @Test func `one who reads slowly, but reads, gets it all`() {
        var times = Self.times()
        times.requestEnded(at: 0)
        times.stalled(unsent: 100_000, at: 0)
        times.responseEnded(at: 0)
        #expect(times.verdict(unsent: 60_000, at: 9 * Self.second) == .stays(until: 18 * Self.second))
        #expect(times.verdict(unsent: 20_000, at: 18 * Self.second) == .stays(until: 27 * Self.second))
        times.resumed(at: 19 * Self.second)
        #expect(times.verdict(unsent: 0, at: 27 * Self.second) == .stays(until: 28 * Self.second))
    }

    @Test func `what is left of a response when the time is over is thrown away`() {
        var times = Self.times()
        times.requestEnded(at: 0)
        times.responseEnded(at: 0)
        #expect(times.verdict(unsent: 1, at: 9 * Self.second) == .abort)
    }
}
