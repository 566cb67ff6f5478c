/// Who was chosen for which kind of question, and whether it paid to start agents before they were chosen.
///
/// A value: record outcomes as they come, then ask how likely an agent is to be chosen. Old questions fade: what was
/// known 50 questions ago counts half.
public struct ChoiceHistory: Hashable, Sendable {
    /// The questions of a kind that an agent was offered for before its rates are told.
    public static let minimumSamples = 5
    /// The most kinds, and agents of a kind, that are kept; beyond them those seen longest ago are forgotten.
    public static let maximumKinds = 64, maximumAgents = 64
    /// The longest name that is kept, in bytes.
    static let maximumName = 128

    /// By the kind of question.
    package private(set) var kinds: [String: KindHistory] = [:]
    /// The questions that were recorded.
    private var questions = 0

    /// Creates an empty history.
    public init() {}

    /// Takes what was kept.
    package init(_ kinds: [String: KindHistory]) {
        self.kinds = kinds
        self.questions = kinds.values.map(\.lastQuestion).max() ?? 0
        self.forgetOldest()
    }

    /// Learns from one question. An agent that was chosen counts as offered; names over 128 bytes are not kept.
    public mutating func record(_ outcome: ChoiceOutcome) {
        guard Self.isKept(outcome.kind) else { return }
        self.questions &+= 1
        self.kinds[outcome.kind, default: .init()].record(outcome, question: self.questions)
        self.forgetOldest()
    }

    /// How likely an agent is to be chosen for a kind of question, from 0 to 1; nil while too little is known.
    public func likelihood(of agent: String, _ kind: String) -> Double? {
        self.kinds[kind]?.agents[agent]?.likelihood
    }

    /// How often an agent that was chosen gave something, from 0 to 1; nil while too little is known.
    public func contributionRate(of agent: String, _ kind: String) -> Double? {
        self.kinds[kind]?.agents[agent]?.contributionRate
    }

    /// Whether agents should be started for a kind of question before they are chosen.
    ///
    /// It is tried until it is seen not to pay: once at least 6 agents were started, and of the recent ones (the last 20
    /// or so) fewer than 40 % were used, it is off for the next 20 questions of the kind, and then tried anew.
    public func speculationPays(_ kind: String) -> Bool { self.kinds[kind]?.speculation.pays ?? true }

    /// What was speculated for a kind of question, all in all.
    public func speculation(_ kind: String) -> ChoiceOutcome.Speculation {
        self.kinds[kind]?.speculation.total ?? .init()
    }

    /// Forgets everything about a kind of question.
    public mutating func forget(_ kind: String) { self.kinds[kind] = nil }

    static func isKept(_ name: String) -> Bool { (1...self.maximumName).contains(name.utf8.count) }

    private mutating func forgetOldest() {
        while self.kinds.count > Self.maximumKinds {
            let oldest = self.kinds.min { ($0.value.lastQuestion, $0.key) < ($1.value.lastQuestion, $1.key) }
            guard let oldest else { return }
            self.kinds[oldest.key] = nil
        }
    }
}
