extension RunEvent {
    /// What can happen in a run. Attempts count from 1.
    public enum Kind: Hashable, Sendable {
        /// The run began; `deadline` is the time it was given.
        case runStarted(workflow: String, agents: [String], deadline: Duration?)
        /// An agent that waits to be chosen was chosen by another one; `isSpeculative` when that only expects to want it.
        case agentChosen(agent: String, by: String, isSpeculative: Bool)
        /// An agent was started; `budget` is the time it has, `missing` its inputs without a result.
        case agentStarted(agent: String, budget: Duration?, missing: [MissingInput])
        /// An attempt began.
        case attemptStarted(agent: String, attempt: Int)
        /// An attempt began beside another one that is slow: the first result of both counts.
        case hedgeStarted(agent: String, attempt: Int)
        /// An attempt failed: another one will follow after `retryIn`, or, where that is nil, others are at work already.
        case attemptFailed(agent: String, attempt: Int, error: String, retryIn: Duration?)
        /// An attempt has not ended although it was told to: it goes on, and nothing waits for it.
        case attemptAbandoned(agent: String, attempt: Int)
        /// An agent gave a part of its output; the parts of another attempt begin anew.
        case agentPartial(agent: String, attempt: Int, text: String)
        /// An agent succeeded; when the output is its fallback, `fallbackReason` says what went wrong.
        case agentSucceeded(agent: String, attempt: Int, output: String, fallbackReason: String?)
        /// An agent's last attempt failed.
        case agentFailed(agent: String, attempt: Int, error: String)
        /// An agent took too long; `error` says against which limit.
        case agentTimedOut(agent: String, attempt: Int, error: String, limit: TimeLimit)
        /// An agent was cancelled: with the run, or for the `reason` that nobody needs it any more.
        case agentCancelled(agent: String, reason: SkipReason?)
        /// An agent was not asked.
        case agentSkipped(agent: String, reason: SkipReason)
        /// An attempt ended after its agent had; its result changes nothing.
        case lateResult(agent: String, attempt: Int)
        /// An attempt used tokens or money.
        case usageRecorded(agent: String, attempt: Int, usage: Usage)
        /// An agent could have started `waited` earlier, but for a limit.
        case limitWaited(agent: String, waited: Duration)
        /// A part of an agent's work ended: an item of a list, or an agent of a run inside of it.
        case partEnded(agent: String, attempt: Int, part: Part)
        /// An attempt was answered from a cache, by a result so old; `isStale` when it was too old, and answers because
        /// the agent failed.
        case cacheAnswered(agent: String, attempt: Int, age: Duration, isStale: Bool)
        /// The answer grew. Another attempt begins anew, and two may speak at the same time: only parts of one attempt
        /// belong together.
        case answerDelta(agent: String, attempt: Int, text: String)
        /// Something a person should know.
        case warning(message: String)
        /// The run ended.
        case runFinished(status: RunStatus)
        /// This listener was too slow: `missed` events before this one are gone for it. Never stored.
        case gap(missed: Int)
    }

    /// An input without a result.
    public struct MissingInput: Hashable, Sendable {
        /// The agent that has no result.
        public var name: String
        /// Why.
        public var reason: MissingReason
    }

    /// What an agent that timed out ran against.
    public enum TimeLimit: String, Hashable, Sendable {
        /// Its own timeout.
        case timeout
        /// The run's deadline, or the cut-off that keeps the reserve free for the final agents.
        case deadline
    }
}
