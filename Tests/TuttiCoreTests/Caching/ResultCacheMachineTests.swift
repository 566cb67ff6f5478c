import Testing
import TuttiCore

/// The transitions of `ResultCache.Machine`, row by row.
@Suite struct ResultCacheMachineTests {
    @Test func `what nobody has asked is a call, and its result answers until it is too old`() {
        var cache = CacheProbe()
        #expect(cache.ask("q", 1) == "call")
        #expect(cache.succeed("q", 1, "x", at: 2) == [])
        #expect(cache.ask("q", 2, at: 3) == "x of 1 s")
        #expect(cache.ask("q", 3, at: 11) == "x of 9 s")
        #expect(cache.ask("q", 4, at: 12) == "call")
        #expect(cache.succeed("q", 4, "y", at: 20) == [])
        #expect(cache.ask("q", 5, at: 29) == "y of 9 s")
        #expect(cache.machine.store.count == 1)
    }

    @Test func `how old is too old is for the one who asks to say`() {
        var cache = CacheProbe()
        cache.keep("q", 1, "x")
        #expect(cache.ask("q", 2, ttl: 5, at: 4) == "x of 4 s")
        #expect(cache.ask("q", 3, ttl: 4, at: 4) == "call")
    }

    @Test func `equal questions wait for one call`() {
        var cache = CacheProbe()
        #expect(cache.ask("q", 1) == "call")
        #expect(cache.ask("q", 2) == "wait")
        #expect(cache.ask("other", 3) == "call")
        #expect(cache.ask("q", 4) == "wait")
        #expect(cache.machine.waiterCount == 2)
        #expect(cache.succeed("q", 1, "x") == ["2: x of 0 s", "4: x of 0 s"])
        #expect(cache.machine.waiterCount == 0)
        #expect(cache.machine.flightCount == 1)
    }

    @Test func `a second attempt of an agent calls beside the first, and the first result is for all`() {
        var cache = CacheProbe()
        #expect(cache.ask("q", 1, of: "r") == "call")
        #expect(cache.ask("q", 2, of: "s") == "wait")
        #expect(cache.ask("q", 3, of: "r") == "call")
        #expect(cache.ask("q", 4, of: "s") == "call")
        #expect(cache.fail("q", 3) == ["3: fail"])
        #expect(cache.giveUp("q", 1) == [])
        #expect(cache.succeed("q", 4, "x") == ["2: x of 0 s"])
        #expect(cache.succeed("q", 1, "late") == [])
        #expect(cache.ask("q", 5) == "x of 0 s")
    }

    @Test func `an error is for those who waited, and is not kept`() {
        var cache = CacheProbe()
        #expect(cache.ask("q", 1) == "call")
        #expect(cache.ask("q", 2) == "wait")
        #expect(cache.fail("q", 1) == ["1: fail", "2: fail"])
        #expect(cache.machine.flightCount == 0)
        #expect(cache.ask("q", 3) == "call")
    }

    @Test func `when a call fails each gets what is kept if its own policy takes it`() {
        var cache = CacheProbe()
        cache.keep("q", 1, "x")
        #expect(cache.ask("q", 2, stale: 5, at: 12) == "call")
        #expect(cache.ask("q", 3, stale: 2, at: 12) == "wait")
        #expect(cache.ask("q", 4, stale: 3, at: 12) == "wait")
        #expect(cache.fail("q", 2, at: 12) == ["2: stale x of 12 s", "3: fail", "4: stale x of 12 s"])
        #expect(cache.ask("q", 5, stale: 5, at: 15) == "call")
        #expect(cache.fail("q", 5, at: 15) == ["5: fail"])
    }

    @Test func `what was kept meanwhile answers for a failed call, and is not stale`() {
        var cache = CacheProbe()
        cache.keep("q", 1, "x")
        #expect(cache.ask("q", 2, ttl: 1, at: 5) == "call")
        #expect(cache.ask("q", 3, ttl: 5, at: 5) == "wait")
        #expect(cache.ask("q", 4, ttl: 6, at: 5) == "x of 5 s")
        #expect(cache.fail("q", 2, at: 5) == ["2: fail", "3: fail"])
    }

    @Test func `when the one that calls gives up the next one calls, and only when nobody else does`() {
        var cache = CacheProbe()
        #expect(cache.ask("q", 1) == "call")
        #expect(cache.ask("q", 2) == "wait")
        #expect(cache.ask("q", 3) == "wait")
        #expect(cache.ask("q", 4) == "wait")
        #expect(cache.giveUp("q", 2) == [])
        #expect(cache.giveUp("q", 1) == ["3: call"])
        #expect(cache.giveUp("q", 1) == [])
        #expect(cache.succeed("q", 1, "half") == [])
        #expect(cache.succeed("q", 3, "x") == ["4: x of 0 s"])
        #expect(cache.ask("q", 5) == "x of 0 s")
    }

    @Test func `an error at the end of a caller's own time is not the error of the others`() {
        var cache = CacheProbe()
        cache.keep("q", 1, "x")
        #expect(cache.ask("q", 2, stale: 10, at: 12) == "call")
        #expect(cache.ask("q", 3, at: 12) == "wait")
        #expect(cache.fail("q", 2, isOutOfTime: true, at: 13) == ["2: stale x of 13 s", "3: call"])
        #expect(cache.fail("q", 3, isOutOfTime: true, at: 14) == ["3: fail"])
        #expect(cache.machine.flightCount == 0)
    }

    @Test func `when all give up nothing is left, and the next one calls`() {
        var cache = CacheProbe()
        #expect(cache.ask("q", 1) == "call")
        #expect(cache.ask("q", 2) == "wait")
        #expect(cache.giveUp("q", 2) == [])
        #expect(cache.giveUp("q", 1) == [])
        #expect(cache.machine.flightCount == 0)
        #expect(cache.ask("q", 3) == "call")
    }

    @Test func `the result that was not used for the longest time goes first`() {
        var cache = CacheProbe(entries: 2)
        cache.keep("a", 1, "x")
        cache.keep("b", 2, "y")
        #expect(cache.ask("a", 3) == "x of 0 s")
        cache.keep("c", 4, "z")
        #expect(cache.ask("a", 5) == "x of 0 s")
        #expect(cache.ask("c", 6) == "z of 0 s")
        #expect(cache.ask("b", 7) == "call")
        #expect(cache.machine.store.count == 2)
    }

    @Test func `a stale answer is a use`() {
        var cache = CacheProbe(entries: 2)
        cache.keep("a", 1, "x")
        cache.keep("b", 2, "y")
        #expect(cache.ask("a", 3, ttl: 1, stale: 100, at: 5) == "call")
        #expect(cache.fail("a", 3, at: 5) == ["3: stale x of 5 s"])
        cache.keep("c", 4, "z", at: 5)
        #expect(cache.ask("a", 5, at: 5) == "x of 5 s")
    }

    @Test func `bytes are bounded, and what is too large is not kept in place of others`() {
        // An entry takes 100 bytes, its key 4 lengths of 8 bytes, "a" and twice the question.
        var cache = CacheProbe(bytes: 2 * (100 + 32 + 3 + 50))
        let text = String(repeating: "x", count: 50)
        cache.keep("a", 1, text)
        cache.keep("b", 2, text)
        #expect(cache.machine.store.byteCount == 370)
        cache.keep("c", 3, text + String(repeating: "y", count: 200))
        #expect(cache.machine.store.count == 2)
        cache.keep("d", 4, text + "y")
        #expect(cache.machine.store.byteCount == 186)
        cache.keep("d", 5, text)
        #expect(cache.machine.store.count == 1)
    }

    @Test func `a cache of no entries, and a policy of no time, still make one call of two`() {
        for cache in [CacheProbe(entries: 0), CacheProbe(bytes: -1), CacheProbe()] {
            var cache = cache
            #expect(cache.ask("q", 1, ttl: 0) == "call")
            #expect(cache.ask("q", 2, ttl: -5) == "wait")
            #expect(cache.succeed("q", 1, "x") == ["2: x of 0 s"])
            #expect(cache.machine.store.count == 0)
        }
    }
}
