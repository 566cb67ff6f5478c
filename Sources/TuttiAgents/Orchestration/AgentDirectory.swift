public import TuttiCore

/// The agents that a question may be given to, in the order in which they were registered.
///
/// A strategy is data over this directory: it can choose among these agents and word their prompts, and nothing else.
public struct AgentDirectory: Sendable {
    /// What an agent knows about, which decides under which heading an answer quotes it.
    public enum Subject: String, Hashable, Sendable, CaseIterable {
        /// Past conversations, notes and the journal.
        case memory
        /// What is to be done.
        case tasks
        /// What the person has written down about values, goals and habits.
        case convictions
        /// Anything else.
        case other
    }

    /// One agent that can be asked.
    public struct Entry: Sendable {
        /// The name that strategies, events and reports use.
        public let name: String
        /// One line that tells a strategist when to ask it.
        public let description: String
        /// What it knows about.
        public let subject: Subject
        /// Whether it is asked when there is no strategy.
        public let isStandard: Bool
        /// How it is run.
        public let options: AgentOptions
        /// The agent.
        public let agent: any Agent
    }

    /// The most agents a directory holds.
    public static let maximumEntries = 256
    /// The name of the node that composes the answer; no agent can have it.
    public static let answerName = "answer"
    /// The name of the node that chooses whom to ask; no agent can have it.
    public static let strategistName = "strategist"

    /// The agents, in the order in which they were registered.
    public private(set) var entries: [Entry] = []

    /// Creates an empty directory.
    public init() {}

    /// The names in order.
    public var names: [String] { self.entries.map(\.name) }

    /// The agents that are asked when there is no strategy; all of them when none is standard.
    public var standard: [Entry] {
        let standard = self.entries.filter(\.isStandard)
        return standard.isEmpty ? self.entries : standard
    }

    /// The agent called `name`, by the exact bytes: a look-alike is another name.
    public subscript(name: String) -> Entry? { self.entries.first { $0.name.utf8.elementsEqual(name.utf8) } }

    /// Adds an agent.
    ///
    /// - Parameters:
    ///   - name: Its name: 1 to 64 bytes without control characters, not ``answerName`` or
    ///     ``strategistName``, and not taken.
    ///   - agent: The agent; it may be asked in several runs at the same time.
    ///   - description: One line that tells when to ask it; it is cut after 200 characters.
    ///   - subject: What it knows about.
    ///   - options: How it is run; a fallback is taken as its output, `isFinal` does not count.
    ///   - isStandard: Whether it is asked when there is no strategy.
    /// - Throws: ``OrchestrationError`` with `invalidAgent`.
    public mutating func register(
        _ name: String, _ agent: any Agent, description: String, subject: Subject = .other,
        options: AgentOptions = .init(), isStandard: Bool = true
    ) throws(OrchestrationError) {
        func refuse(_ reason: String) -> OrchestrationError {
            OrchestrationError(.invalidAgent, "'\(name.sanitizedLine(maximumLength: 64))' \(reason)")
        }
        if name.isEmpty || name.utf8.count > 64 || name.sanitizedLine(maximumLength: 64) != name {
            throw refuse("cannot be the name of an agent: 1 to 64 bytes on one line, without control characters")
        }
        if name == Self.answerName { throw refuse("is the name of the agent that composes the answer: take another") }
        if name == Self.strategistName { throw refuse("is the name of the agent that chooses: take another") }
        if self[name] != nil { throw refuse("is registered already: give one of the two another name") }
        if self.entries.count == Self.maximumEntries {
            throw refuse("is one agent too many: a directory holds \(Self.maximumEntries)")
        }
        let line = description.sanitizedLine(maximumLength: 200)
        var options = options
        options.isFinal = false
        if let fallback = options.fallback, !(fallback is AgentOutput) {
            options.fallback = AgentOutput(String(describing: fallback))
        }
        self.entries.append(
            Entry(
                name: name, description: line, subject: subject, isStandard: isStandard, options: options,
                agent: agent))
    }
}
