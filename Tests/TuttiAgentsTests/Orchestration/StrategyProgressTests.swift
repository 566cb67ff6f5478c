import Testing

@testable import TuttiAgents

@Suite struct StrategyProgressTests {
    private static func progress(expecting expected: [String] = []) -> StrategyProgress {
        StrategyProgress(known: ["a", "b", "c"], expected: expected)
    }

    private static func choose(_ agent: String, after: [String] = []) -> StrategyProgress.Order {
        .choose(.init(agent, after: after))
    }

    @Test func `an assignment starts its agent when it is complete, once`() {
        var progress = Self.progress()
        #expect(progress.read(.init("a", prompt: "look"), at: .seconds(1)) == [.choose(.init("a", prompt: "look"))])
        #expect(progress.read(.init("a"), at: .seconds(2)).isEmpty)
        #expect(progress.prompt(of: "a") == "look")
        #expect(progress.choices["a"] == .seconds(1))
        #expect(
            progress.decide(Strategy([.init("a"), .init("b")]), isFallback: false, at: .seconds(3)) == [
                Self.choose("b")
            ])
        #expect(progress.strategy.assignments.map(\.agent) == ["a", "b"])
    }

    @Test func `nobody unknown is started, and nobody who waits for himself`() {
        var progress = Self.progress()
        #expect(progress.read(.init("x"), at: .zero).isEmpty)
        #expect(progress.read(.init("a", after: ["a"]), at: .zero).isEmpty)
    }

    @Test func `an agent that comes after others is withheld until all of them are named`() {
        var progress = Self.progress()
        #expect(progress.read(.init("c", after: ["a", "b"]), at: .zero).isEmpty)
        #expect(progress.read(.init("a"), at: .zero) == [Self.choose("a")])
        #expect(progress.read(.init("b"), at: .zero) == [Self.choose("b"), Self.choose("c", after: ["a", "b"])])
    }

    @Test func `a withheld agent starts in the end, without those that the strategy has lost`() {
        var progress = Self.progress()
        #expect(progress.read(.init("c", after: ["x"]), at: .zero).isEmpty)
        #expect(progress.decide(Strategy([.init("c")]), isFallback: false, at: .zero) == [Self.choose("c")])
    }

    @Test func `the decision starts agents after those that they come after`() {
        var progress = Self.progress()
        let strategy = Strategy([.init("c", after: ["b"]), .init("b", after: ["a"]), .init("a")])
        #expect(
            progress.decide(strategy, isFallback: false, at: .zero)
                == [Self.choose("a"), Self.choose("b", after: ["a"]), Self.choose("c", after: ["b"])])
        #expect(progress.strategy.assignments.map(\.agent) == ["c", "b", "a"])
        #expect(progress.decide(Strategy([]), isFallback: true, at: .zero).isEmpty)
        #expect(progress.read(.init("a"), at: .zero).isEmpty)
    }

    @Test func `what was expected is confirmed or dismissed`() {
        var progress = Self.progress(expecting: ["a", "b", "x"])
        #expect(
            progress.begin(at: .zero)
                == [.choose(.init("a"), isSpeculative: true), .choose(.init("b"), isSpeculative: true)])
        #expect(progress.read(.init("a", prompt: "look"), at: .seconds(1)) == [.choose(.init("a", prompt: "look"))])
        #expect(progress.decide(Strategy([.init("a")]), isFallback: false, at: .seconds(2)) == [.dismiss("b")])
        #expect(progress.starts["a"] == .zero)
        #expect(progress.choices["a"] == .seconds(1))
        #expect(progress.choices["b"] == nil)
    }

    @Test func `a fallback loses nothing that runs`() {
        var progress = Self.progress(expecting: ["b"])
        _ = progress.begin(at: .zero)
        _ = progress.read(.init("c", prompt: "look"), at: .seconds(1))
        #expect(
            progress.decide(Strategy([.init("a")]), isFallback: true, at: .seconds(2))
                == [Self.choose("a"), Self.choose("b")])
        #expect(progress.strategy.assignments.map(\.agent) == ["a", "c", "b"])
        #expect(progress.prompt(of: "c") == "look")
    }

    @Test func `a strategy that is written anew keeps what the first one has started`() {
        var progress = Self.progress()
        _ = progress.read(.init("a"), at: .zero)
        #expect(progress.decide(Strategy([.init("b")]), isFallback: false, at: .zero) == [Self.choose("b")])
        #expect(progress.strategy.assignments.map(\.agent) == ["b", "a"])
    }
}
