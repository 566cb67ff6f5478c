internal import TuttiJSON

/// Finds the strategy in what a model wrote, and refuses everything that is not exactly one.
///
/// Around the JSON anything goes: a byte order mark, thoughts in `<think>`, prose, code fences. The JSON itself is read
/// strictly: RFC 8259, no duplicate keys, bounded depth and sizes, the right types. Members it does not know are
/// ignored: a strategy cannot do more than choose among the agents that are registered.
public struct StrategyParser: Sendable {
    /// The longest answer in bytes that is looked at.
    public static let maximumLength = 64 << 10
    /// The longest prompt, synthesis and reasoning in bytes.
    public static let maximumTextLength = 8 << 10
    /// The deepest nesting of the JSON.
    public static let maximumDepth = 16
    /// The most opening braces at which the JSON is looked for.
    static let maximumCandidates = 256

    /// Creates a parser.
    public init() {}

    /// Reads the strategy out of a model's answer, as the model meant it; ``Strategy/checked(against:)`` comes next.
    ///
    /// - Throws: ``OrchestrationError`` with what is wrong and where.
    /// - Complexity: O(length × depth).
    public func parse(_ text: String) throws(OrchestrationError) -> Strategy {
        try self.parse(Array(text.utf8), length: text.utf8.count)
    }

    /// Reads the strategy out of the bytes of an answer that had `length` of them; past the maximum none are needed.
    func parse(_ bytes: [UInt8], length: Int) throws(OrchestrationError) -> Strategy {
        guard length <= Self.maximumLength else {
            throw OrchestrationError(.tooLarge, "\(length) bytes, at most \(Self.maximumLength) are allowed")
        }
        let objects = try self.objects(in: Self.afterThoughts(bytes))
        var strategies: [Strategy] = []
        for object in objects {
            let strategy = try Self.strategy(of: object)
            if !strategies.contains(strategy) { strategies.append(strategy) }
        }
        guard let strategy = strategies.first else {
            throw OrchestrationError(.notJSON, "there is no JSON object with the member \"agents\"")
        }
        if strategies.count > 1 {
            throw OrchestrationError(.ambiguous, "there are \(strategies.count) different strategies; give one")
        }
        return strategy
    }

    // MARK: Finding the JSON

    /// The objects with the member `agents`, outermost first found first.
    private func objects(in bytes: [UInt8]) throws(OrchestrationError) -> [JSONObject] {
        var found: [JSONObject] = []
        var offset = 0
        var candidates = 0
        while let start = bytes[offset...].firstIndex(of: UInt8(ascii: "{")), candidates < Self.maximumCandidates {
            offset = start + 1
            // A brace in prose; an object that is wanted goes on with a key.
            guard Self.firstVisible(in: bytes, after: start) == UInt8(ascii: "\"") else { continue }
            candidates += 1
            let value: (value: JSONValue, end: Int)
            do {
                value = try JSONValue.parsePrefix(of: bytes, from: start, maximumDepth: Self.maximumDepth)
            } catch {
                throw OrchestrationError(.notJSON, error.message, at: "line \(error.line), column \(error.column)")
            }
            guard let object = value.value.object, object["agents"] != nil else { continue }
            found.append(object)
            offset = value.end
        }
        return found
    }

    private static func firstVisible(in bytes: [UInt8], after index: Int) -> UInt8? {
        bytes[(index + 1)...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }

    /// What follows the last `</think>`: models that reason aloud draft there what they then do not say.
    private static func afterThoughts(_ bytes: [UInt8]) -> [UInt8] {
        let mark = Array("</think>".utf8)
        let last = bytes.indices.last { bytes[$0...].starts(with: mark) }
        return last.map { Array(bytes[($0 + mark.count)...]) } ?? bytes
    }

    // MARK: Reading it

    private static func strategy(of object: JSONObject) throws(OrchestrationError) -> Strategy {
        guard let agents = object["agents"]?.array else {
            throw OrchestrationError(.malformed, "not a list", at: "agents")
        }
        if agents.isEmpty { throw OrchestrationError(.malformed, "it asks nobody", at: "agents") }
        if agents.count > Strategy.maximumAgents {
            let message = "\(agents.count) agents, at most \(Strategy.maximumAgents) are allowed"
            throw OrchestrationError(.tooLarge, message, at: "agents")
        }
        var strategy = Strategy([])
        for (index, agent) in agents.enumerated() {
            strategy.assignments.append(try Self.assignment(of: agent, at: "agents[\(index)]"))
        }
        strategy.synthesis = try Self.text(object["synthesis"], at: "synthesis")
        strategy.reasoning = try Self.text(object["reasoning"], at: "reasoning")
        return strategy
    }

    /// An agent is an object, or its name alone.
    static func assignment(
        of value: JSONValue, at place: String
    ) throws(OrchestrationError) -> Strategy.Assignment {
        if let name = value.string { return Strategy.Assignment(try Self.name(name, at: place)) }
        guard value.object != nil else { throw OrchestrationError(.malformed, "not an object", at: place) }
        guard let name = value["name"]?.string else {
            throw OrchestrationError(.malformed, "no text", at: "\(place).name")
        }
        let prompt = try Self.text(value["prompt"], at: "\(place).prompt")
        let isBlank = prompt.allSatisfy(\.isWhitespace)
        var assignment = Strategy.Assignment(
            try Self.name(name, at: "\(place).name"), prompt: isBlank ? nil : prompt)
        guard let after = value["after"], after != .null else { return assignment }
        guard let names = after.array, names.count <= Strategy.maximumAgents else {
            let message = "not a list of at most \(Strategy.maximumAgents) names"
            throw OrchestrationError(.malformed, message, at: "\(place).after")
        }
        for (index, name) in names.enumerated() {
            guard let name = name.string else {
                throw OrchestrationError(.malformed, "no text", at: "\(place).after[\(index)]")
            }
            assignment.after.append(try Self.name(name, at: "\(place).after[\(index)]"))
        }
        return assignment
    }

    private static func name(_ name: String, at place: String) throws(OrchestrationError) -> String {
        guard (1...128).contains(name.utf8.count) else {
            throw OrchestrationError(.malformed, "a name has 1 to 128 bytes", at: place)
        }
        return name
    }

    /// A missing text, and `null`, are empty.
    static func text(_ value: JSONValue?, at place: String) throws(OrchestrationError) -> String {
        guard let value, value != .null else { return "" }
        guard let text = value.string else { throw OrchestrationError(.malformed, "not a text", at: place) }
        guard text.utf8.count <= Self.maximumTextLength else {
            let message = "\(text.utf8.count) bytes, at most \(Self.maximumTextLength) are allowed"
            throw OrchestrationError(.tooLarge, message, at: place)
        }
        return text
    }
}
