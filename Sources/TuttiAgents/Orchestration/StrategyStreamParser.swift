internal import TuttiJSON

/// Reads a strategy while a model still writes it, so that an agent can start before the last word about the others.
///
/// An assignment comes out at the byte that completes it, by the same checks as ``StrategyParser``; where the text was
/// cut into pieces does not matter. What comes out is the beginning of what ``finish()`` returns, unless the model then
/// contradicts itself: by a second object, or by a `</think>` whose beginning it left out. Nothing that is wrong
/// throws before the end; it only stops assignments from coming out.
///
/// searching: `{` and a key → key · `<think>` → thinking · anything else → searching
/// thinking: everything → thinking; `</think>`, in every phase → searching, but stopped once anything came out
/// key, colon, value: the members before `agents`; its list → element · the object ends → searching, inside of it
/// element: complete and right → it comes out, and after a comma the next · the list ends, or anything wrong → stopped
///
/// - Complexity: O(length × depth) over all pieces, the depth being at most ``StrategyParser/maximumDepth``.
public struct StrategyStreamParser: Sendable {
    private enum Phase {
        case searching
        case thinking
        /// Behind a brace that opens an object if a key follows.
        case brace
        case key, inKey, colon
        case value, inValue, afterValue
        case list
        case element, inElement, afterElement
        case stopped
    }

    /// What arrived, up to the longest text that is looked at.
    private var bytes: [UInt8] = []
    /// The bytes that arrived.
    private var length = 0
    /// The next byte to look at.
    private var position = 0
    private var phase = Phase.searching
    private var beginningOfThoughts = ByteMarkMatcher("<think>")
    private var endOfThoughts = ByteMarkMatcher("</think>")

    /// The opening brace of the object that is read, and how many were tried.
    private var objectStart = 0
    private var candidates = 0
    private var keys: Set<String> = []
    private var key = ""
    /// Whether a member before `agents` is one that ``StrategyParser`` refuses.
    private var isRefused = false
    /// The value that is read.
    private var valueStart = 0
    private var boundary = JSONValueBoundary()
    private var elements = 0
    /// The names that came out.
    private var names: Set<String> = []

    /// Creates a parser for one answer.
    public init() {}

    /// Takes the next piece and returns the assignments that it completes, in order; an agent comes out once.
    public mutating func append(_ piece: String) -> [Strategy.Assignment] {
        self.append(utf8: piece.utf8)
    }

    /// Takes the next bytes, which may end inside a character, and returns the assignments that they complete.
    public mutating func append(utf8 piece: some Sequence<UInt8>) -> [Strategy.Assignment] {
        var completed: [Strategy.Assignment] = []
        for byte in piece {
            self.length += 1
            guard self.length <= StrategyParser.maximumLength else { continue }
            self.bytes.append(byte)
            if self.endOfThoughts.take(byte) {
                self.beginAnew()
            }
            while self.position < self.bytes.count {
                if let assignment = self.step() { completed.append(assignment) }
            }
        }
        return completed
    }

    /// The whole strategy, by the rules of ``StrategyParser`` over everything that was appended.
    ///
    /// - Throws: ``OrchestrationError``, as ``StrategyParser/parse(_:)`` does.
    public func finish() throws(OrchestrationError) -> Strategy {
        try StrategyParser().parse(self.bytes, length: self.length)
    }

    /// What came before `</think>` does not count; it is too late for that when some of it came out.
    private mutating func beginAnew() {
        self.position = self.bytes.count
        self.phase = self.names.isEmpty ? .searching : .stopped
        self.beginningOfThoughts = ByteMarkMatcher("<think>")
        self.candidates = 0
    }

    // MARK: One byte

    /// Looks at the byte at the position, and goes on or changes the phase.
    private mutating func step() -> Strategy.Assignment? {
        let byte = self.bytes[self.position]
        switch self.phase {
        case .stopped, .thinking: self.position = self.bytes.count
        case .searching: self.search(byte)
        case .inKey, .inValue, .inElement: return self.continueValue(byte)
        case _ where [0x20, 0x09, 0x0A, 0x0D].contains(byte): self.position += 1
        case .brace: self.openObject(byte)
        case .key where byte == UInt8(ascii: "\""): self.beginValue(.inKey)
        case .value: self.beginValue(.inValue)
        case .element: self.beginValue(.inElement)
        case .colon where byte == UInt8(ascii: ":"): self.go(self.key == "agents" ? .list : .value)
        case .list where byte == UInt8(ascii: "[") && !self.isRefused: self.go(.element)
        case .afterElement where byte == UInt8(ascii: ","): self.go(.element)
        case .afterValue where byte == UInt8(ascii: ","): self.go(.key)
        case .afterValue where byte == UInt8(ascii: "}"): self.searchInside()
        case .key, .colon, .list, .afterElement, .afterValue: self.phase = .stopped
        }
        return nil
    }

    private mutating func go(_ phase: Phase) {
        self.position += 1
        self.phase = phase
    }

    private mutating func search(_ byte: UInt8) {
        self.position += 1
        if self.beginningOfThoughts.take(byte) {
            self.phase = .thinking
        } else if byte == UInt8(ascii: "{") {
            self.objectStart = self.position - 1
            self.phase = .brace
        }
    }

    /// A brace in prose is not followed by a key; what follows it is looked at again.
    private mutating func openObject(_ byte: UInt8) {
        guard byte == UInt8(ascii: "\"") else {
            self.phase = .searching
            return
        }
        self.candidates += 1
        self.phase = self.candidates <= StrategyParser.maximumCandidates ? .key : .stopped
        self.keys = []
        self.isRefused = false
    }

    /// The strategy may be a member of the object that just ended without one.
    private mutating func searchInside() {
        self.position = self.objectStart + 1
        self.phase = .searching
    }

    // MARK: Values

    private mutating func beginValue(_ phase: Phase) {
        self.valueStart = self.position
        self.boundary = JSONValueBoundary()
        self.phase = phase
    }

    private mutating func continueValue(_ byte: UInt8) -> Strategy.Assignment? {
        let place = self.boundary.take(byte)
        if place != .behind { self.position += 1 }
        return place == .inside ? nil : self.endValue()
    }

    private mutating func endValue() -> Strategy.Assignment? {
        let phase = self.phase
        // Until the value is found to be right.
        self.phase = .stopped
        let levelsAround = phase == .inElement ? 2 : 1
        let depth = StrategyParser.maximumDepth - levelsAround
        // What is wrong with it is told by finish().
        guard let found = try? JSONValue.parsePrefix(of: self.bytes, from: self.valueStart, maximumDepth: depth),
            found.end == self.position
        else { return nil }
        if phase == .inElement { return self.endElement(found.value) }
        if phase == .inKey { self.endKey(found.value) } else { self.endMember(found.value) }
        return nil
    }

    private mutating func endKey(_ value: JSONValue) {
        guard let key = value.string, self.keys.insert(key).inserted else { return }
        self.key = key
        self.phase = .colon
    }

    private mutating func endMember(_ value: JSONValue) {
        if ["synthesis", "reasoning"].contains(self.key), (try? StrategyParser.text(value, at: self.key)) == nil {
            // Told by finish(), if the object turns out to be the strategy.
            self.isRefused = true
        }
        self.phase = .afterValue
    }

    private mutating func endElement(_ value: JSONValue) -> Strategy.Assignment? {
        self.elements += 1
        // What is wrong with it is told by finish().
        guard self.elements <= Strategy.maximumAgents,
            let assignment = try? StrategyParser.assignment(of: value, at: "agents")
        else { return nil }
        self.phase = .afterElement
        return self.names.insert(assignment.agent).inserted ? assignment : nil
    }
}
