/// What came of one question: who could have been asked, who was, who gave something, and what was speculated.
public struct ChoiceOutcome: Hashable, Sendable {
    /// What came of starting agents before it was known whether they are chosen.
    public struct Speculation: Hashable, Sendable {
        /// The agents that were started.
        public var started: Int
        /// Those of them that were chosen; the others were wasted.
        public var used: Int
        /// The time by which they were ready earlier than if they had waited for the choice.
        public var saved: Duration
        /// What the wasted ones cost in US dollars.
        public var wastedUSD: Double

        /// Creates a result; nothing was started by default.
        public init(started: Int = 0, used: Int = 0, saved: Duration = .zero, wastedUSD: Double = 0) {
            self.started = started
            self.used = used
            self.saved = saved
            self.wastedUSD = wastedUSD
        }
    }

    /// The kind of question, as ``Selection/kind`` calls it.
    public var kind: String
    /// The agents that could be chosen.
    public var offered: [String]
    /// Those that were.
    public var chosen: [String]
    /// Those that gave something: they succeeded, and cited what it rests on.
    public var gave: [String]
    /// What was speculated.
    public var speculation: Speculation

    /// Creates an outcome.
    public init(
        kind: String, offered: [String], chosen: [String], gave: [String] = [], speculation: Speculation = .init()
    ) {
        self.kind = kind
        self.offered = offered
        self.chosen = chosen
        self.gave = gave
        self.speculation = speculation
    }
}
