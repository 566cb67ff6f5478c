/// What came of one agent.
public struct AgentReport: Hashable, Sendable {
    /// The name.
    public var name: String
    /// How it ended.
    public var state: AgentState = .skipped
    /// When it started, since the run began; nil when it was not asked.
    public var start: Duration?
    /// When it ended, since the run began.
    public var end: Duration = .zero
    /// The attempts that were started.
    public var attempts = 0
    /// The attempts that did not stop when told.
    public var abandoned = 0
    /// Why it has no result of its own; also set when its fallback stands in.
    public var error: String?
    /// Its output as text; nil when it has none.
    public var output: String?
    /// Whether the output is its fallback, or that of its fallback agent.
    public var isFallback = false
    /// Why it was not asked, or was stopped because nobody needed it any more.
    public var skipReason: SkipReason?
    /// The inputs that it had to do without.
    public var missingInputs: [RunEvent.MissingInput] = []
    /// What its attempts have used.
    public var usage = Usage()

    package init(name: String) { self.name = name }

    /// The time from its start to its end; zero when it was not asked.
    public var duration: Duration { self.start.map { self.end - $0 } ?? .zero }
}
