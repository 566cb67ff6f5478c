import Testing
import TuttiAgents
import TuttiCore
import TuttiServer
import TuttiTesting

@Suite struct RunFeedTests {
    /// What a reader of the feed has heard.
    private struct Heard: Sendable {
        var messages: [RunFeed.Message] = []

        var began: [RunID] {
            self.messages.compactMap { if case .item(_, .began(let id, _)) = $0 { id } else { nil } }
        }
        var ended: [RunID] {
            self.messages.compactMap { if case .item(_, .ended(let id, _)) = $0 { id } else { nil } }
        }
        var events: [RunEvent] {
            self.messages.compactMap { if case .item(_, .told(let event)) = $0 { event } else { nil } }
        }
        var missed: Int {
            self.messages.reduce(0) { sum, message in
                if case .gap(_, let missed) = message { sum + missed } else { sum }
            }
        }
        var items: Int { self.began.count + self.ended.count + self.events.count }
        /// Where a reader would go on.
        var position: FeedPosition? {
            switch self.messages.last {
            case .ready(let position, _), .gap(let position, _), .item(let position, _): position
            case .heartbeat, nil: nil
            }
        }
    }

    private struct Enough: Error {}

    /// Reads until `isEnough` says so, or the feed ends, with a pause behind each batch.
    private static func read(
        _ feed: RunFeed, after position: FeedPosition? = nil, pausing pause: Duration = .zero, _ clock: VirtualClock,
        until isEnough: @Sendable (Heard) -> Bool = { _ in false }
    ) async throws -> Heard {
        var heard = Heard()
        do {
            try await feed.follow(after: position) { messages in
                heard.messages += messages
                if isEnough(heard) { throw Enough() }
                try await clock.sleep(for: pause)
            }
        } catch is Enough {}
        return heard
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `every reader hears of every run in its order, or how much is gone`(seed: UInt64) throws {
        var limits = FeedLimits()
        (limits.maximumItems, limits.maximumBatch) = (12, 4)
        let all = try simulate(seed: seed) { [limits] simulation in
            let feed = RunFeed(epoch: "e", limits, time: simulation.clock)
            return try await simulation.withHub(observers: [feed]) { hub in
                try await withThrowingTaskGroup(of: Heard.self) { group in
                    for pause in [0, 20, 900] {
                        group.addTask {
                            try await Self.read(feed, pausing: .milliseconds(pause), simulation.clock)
                        }
                    }
                    try await simulation.clock.sleep(for: .milliseconds(1))
                    for question: Question in ["Q", "R", "S"] {
                        _ = try await hub.begin(question, by: try simulation.ensemble(), within: nil)
                        try await simulation.clock.sleep(for: .milliseconds(150))
                    }
                    try await simulation.clock.sleep(for: .seconds(5))
                    feed.close()
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
        }
        #expect(all.count == 3)
        let complete: Heard = try #require(all.first { $0.missed == 0 })
        #expect(complete.began.count == 3 && Set(complete.began) == Set(complete.ended))
        for heard in all {
            #expect(heard.items + heard.missed == complete.items, "seed \(seed)")
            for run in complete.began {
                let numbers = heard.events.filter { $0.run == run }.map(\.sequence)
                #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count, "seed \(seed)")
            }
        }
        for run in complete.began {
            let numbers = complete.events.filter { $0.run == run }.map(\.sequence)
            #expect(numbers == Array(1...numbers.count), "seed \(seed)")
        }
    }

    @Test func `who comes back goes on where it had stopped`() throws {
        let (first, second) = try simulate { simulation in
            let feed = RunFeed(epoch: "e", time: simulation.clock)
            return try await simulation.withHub(observers: [feed]) { hub in
                async let reading = Self.read(feed, simulation.clock) { $0.events.count >= 3 }
                try await simulation.clock.sleep(for: .milliseconds(1))
                _ = try await hub.begin("Q", by: try simulation.ensemble(), within: nil)
                let first = try await reading
                try await simulation.clock.sleep(for: .seconds(2))
                let second = try await Self.read(feed, after: first.position, simulation.clock) { !$0.ended.isEmpty }
                return (first, second)
            }
        }
        guard case .ready(_, isResumed: true) = second.messages.first else { return #expect(Bool(false), "resumed") }
        #expect(second.missed == 0)
        let numbers = (first.events + second.events).map(\.sequence)
        #expect(numbers == Array(1...numbers.count))
    }

    @Test(arguments: [nil, FeedPosition(epoch: "older", number: 0)])
    func `who knows no position of this start begins with now`(position: FeedPosition?) throws {
        let heard = try simulate { simulation in
            let feed = RunFeed(epoch: "e", time: simulation.clock)
            return try await simulation.withHub(observers: [feed]) { hub in
                async let early = Self.read(feed, simulation.clock) { !$0.ended.isEmpty }
                try await simulation.clock.sleep(for: .milliseconds(1))
                _ = try await hub.begin("Q", by: try simulation.ensemble(), within: nil)
                _ = try await early
                feed.close()
                return try await Self.read(feed, after: position, simulation.clock)
            }
        }
        #expect(heard.items == 0)
        guard case .ready(_, isResumed: false) = heard.messages.first else { return #expect(Bool(false), "anew") }
    }

    @Test func `a silent feed says every now and then that it is there`() throws {
        let heard = try simulate { simulation in
            let feed = RunFeed(epoch: "e", time: simulation.clock)
            return try await Self.read(feed, simulation.clock) { $0.messages.count == 4 }
        }
        let beats = heard.messages.count { if case .heartbeat = $0 { true } else { false } }
        #expect(beats == 3)
    }

    @Test func `a reader that is cancelled leaves, and the feed sleeps`() throws {
        let isAsleep = try simulate { simulation in
            var limits = FeedLimits()
            limits.maximumItems = 2
            let feed = RunFeed(epoch: "e", limits, time: simulation.clock)
            return try await simulation.withHub(observers: [feed]) { hub in
                await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        await #expect(throws: CancellationError.self) {
                            _ = try await Self.read(feed, simulation.clock)
                        }
                    }
                    try? await simulation.clock.sleep(for: .milliseconds(1))
                    group.cancelAll()
                }
                let entry = try await hub.begin("Q", by: try simulation.ensemble(), within: nil)
                _ = try await hub.report(of: entry.id)
                return feed.isAsleep
            }
        }
        #expect(isAsleep)
    }

    @Test func `of a long question the stream tells the beginning`() throws {
        let heard = try simulate { simulation in
            let feed = RunFeed(epoch: "e", time: simulation.clock)
            return try await simulation.withHub(observers: [feed]) { hub in
                async let reading = Self.read(feed, simulation.clock) { !$0.ended.isEmpty }
                try await simulation.clock.sleep(for: .milliseconds(1))
                let question = Question(String(repeating: "x", count: 100_000))
                _ = try await hub.begin(question, by: try simulation.ensemble(), within: nil)
                return try await reading
            }
        }
        for case .item(_, .ended(_, let entry)) in heard.messages {
            #expect((1_000..<2_000).contains(entry.utf8.count))
            #expect(entry.contains(#""status":"complete""#) && entry.contains(#""wall_ms":"#))
        }
        #expect(heard.began.count == 1 && heard.ended == heard.began)
    }

    @Test func `what a page hears is the events of the interface, each with its position`() throws {
        let event = RunEvent(run: RunID("r"), sequence: 7, time: .milliseconds(2), kind: .warning(message: "a\nb"))
        let position = FeedPosition(epoch: "e", number: 9)
        let text = FeedEncoder.text(
            [.ready(position, isResumed: false), .heartbeat, .gap(position, missed: 3), .item(position, .told(event))],
            now: Timestamp(secondsSince1970: 2.5))
        #expect(
            text == """
                id: e-9
                event: ready
                data: {"now_ms":2500,"resumed":false}

                :

                id: e-9
                event: gap
                data: {"missed":3}

                id: e-9
                event: warning
                data: {"v":1,"run":"r","seq":7,"t":2.0,"event":"warning","message":"a\\nb"}


                """)
    }
}
