import Testing
import TuttiCore
import TuttiTesting

@Suite struct AgentOptionsTests {
    private static func changed() -> AgentOptions {
        var options = AgentOptions()
        options.retry = RetryPolicy(maximumAttempts: 3)
        options.learnedTimeout = LearnedTimeout()
        options.hedging = HedgingPolicy()
        options.fallback = "instead"
        options.fallbackAgent = ScriptedAgent<AgentOutput>("stood in")
        return options
    }

    @Test func `a copy that is changed leaves the original as it was`() {
        let original = Self.changed()
        var copy = original
        copy.retry.maximumAttempts = 7
        copy.hedging = nil
        copy.fallback = nil
        copy.learnedTimeout?.factor = 2
        copy.fallbackAgent = nil
        #expect(original.retry.maximumAttempts == 3)
        #expect(original.hedging == HedgingPolicy())
        #expect(original.fallback as? String == "instead")
        #expect(original.learnedTimeout == LearnedTimeout())
        #expect(original.fallbackAgent != nil)
        #expect(copy.retry == RetryPolicy(maximumAttempts: 7))
        #expect(copy.learnedTimeout?.factor == 2)
        #expect(copy.hedging == nil && copy.fallback == nil && copy.fallbackAgent == nil)
    }

    @Test func `what is set last counts, and the rest keeps its default`() {
        var options = AgentOptions()
        options.hedging = HedgingPolicy(after: .fixed(.seconds(1)))
        #expect(options.retry == RetryPolicy())
        #expect(options.learnedTimeout == nil && options.fallback == nil && options.fallbackAgent == nil)
        options.retry.backoff = .seconds(2)
        options.retry.maximumAttempts = 4
        #expect(options.hedging == HedgingPolicy(after: .fixed(.seconds(1))))
        #expect(options.retry == RetryPolicy(maximumAttempts: 4, backoff: .seconds(2)))
    }

    @Test func `they take little room, as a graph has them for each agent`() {
        #expect(MemoryLayout<AgentOptions>.size <= 136)
    }
}
