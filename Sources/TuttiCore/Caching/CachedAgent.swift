/// An agent whose results are kept: it is asked when nobody has asked it the same a short time ago.
///
/// Only for an agent whose ``AgentOptions/sideEffects`` are ``SideEffects/none``: a call that changes something must be
/// made. The decorator cannot know, so who uses it checks.
///
/// What an agent is asked is its name, the text of the request, its own prompt, and the outputs of its inputs, or why
/// one is missing; compared byte for byte. What else an agent looks at, such as a file, the clock or the prompts of
/// others, is not: its results may be as old as the ``CachePolicy`` allows. An answer from the cache costs no tokens, is
/// not given in parts, and is told by ``RunEvent/Kind/cacheAnswered(agent:attempt:age:isStale:)``.
///
/// Equal calls of the same time are one call, and the others wait for it, each to its own deadline. When the one that
/// makes it is cancelled or out of time another one makes it anew; its error is the error of those who waited. An agent
/// must not ask itself the same in a run inside of it: it would wait for itself.
public struct CachedAgent: Agent {
    private let agent: any Agent
    private let identity: String
    private let cache: ResultCache
    private let policy: CachePolicy

    /// Creates an agent that asks another one when it must.
    ///
    /// - Parameters:
    ///   - agent: The agent.
    ///   - identity: What tells it from any other agent of the same name that uses this cache: its configuration, such as
    ///     the model and the prompt. Two agents with one name and one identity answer for each other.
    ///   - cache: Where results are kept.
    ///   - policy: How old they may be.
    public init(_ agent: any Agent, identity: String, in cache: ResultCache, policy: CachePolicy = .init()) {
        self.agent = agent
        self.identity = identity
        self.cache = cache
        self.policy = policy
    }

    /// Answers from the cache, or asks the agent.
    ///
    /// - Throws: What the agent throws, when no result may answer for it.
    public func run(_ context: AgentContext) async throws -> AgentOutput {
        let budget = context.remaining
        let answer = try await self.cache.answer(
            ResultCache.Key(context, identity: self.identity),
            for: ResultCache.Caller(run: context.run, agent: context.agent), self.policy,
            isOutOfTime: { Self.isOutOfTime(context, budget) }
        ) {
            try await self.agent.run(context)
        }
        if let age = answer.age {
            context.note(
                .cacheAnswered(
                    agent: context.agent, attempt: context.attempt, age: age.duration, isStale: answer.isStale))
        }
        return answer.output
    }

    /// Whether less than a tenth of an attempt's time is left: agents give up a little before its end, with an error of
    /// their own.
    private static func isOutOfTime(_ context: AgentContext, _ budget: Duration?) -> Bool {
        guard let budget, let remaining = context.remaining else { return false }
        return remaining < budget / 10
    }
}
