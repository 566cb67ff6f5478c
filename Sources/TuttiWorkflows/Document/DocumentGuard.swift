/// Looks through a text before it is composed, for what must not reach the composer: anchors, aliases, tags, keys that
/// are collections, and more than 64 levels.
///
/// It follows the lexical structure of YAML closely enough for that: block scalars, plain scalars over several lines,
/// quotes, comments and flow collections. What it overlooks costs time, never safety: the composer has limits of its own
/// and ``DocumentParser`` checks what comes out.
struct DocumentGuard {
    private let text: SourceText
    /// The line, from 0.
    private var line = 0
    private var index = 0
    /// The columns, from 0, of the block collections that are open.
    private var indents: [Int] = []
    private var flow = FlowScanner()
    /// The tokens outside of brackets.
    private var tokens = 0

    init(_ text: SourceText) { self.text = text }

    /// Throws the first thing that is refused.
    mutating func check() throws(DocumentProblem) {
        while self.line < self.text.lineStarts.count {
            self.index = self.text.lineStarts[self.line]
            try self.checkLine()
            self.line += 1
        }
    }

    static func refusal(of indicator: Unicode.Scalar, at place: WorkflowError.Place) -> DocumentProblem {
        let message =
            switch indicator {
            case "&": "anchors (&) and aliases (*) are refused: write the value out"
            case "*": "aliases (*) are refused: write the value out, or put the text in quotes"
            default: "tags (!) are refused: remove it, or put the text in quotes"
            }
        return DocumentProblem(message, at: place)
    }

    static func tooDeep(at place: WorkflowError.Place) -> DocumentProblem {
        DocumentProblem("nested deeper than \(DocumentParser.maximumDepth) levels", at: place)
    }

    static func tooMany(at place: WorkflowError.Place) -> DocumentProblem {
        DocumentProblem(
            "more than \(DocumentParser.maximumValues) values: a workflow holds the graph, not the data", at: place)
    }

    static func notAKey(at place: WorkflowError.Place) -> DocumentProblem {
        let message = "a list or an object cannot be a key; a text that begins with { or [ must stand in quotes"
        return DocumentProblem(message, at: place)
    }

    // MARK: Block context

    private mutating func checkLine() throws(DocumentProblem) {
        let indent = self.count { $0 == " " }
        guard self.skipMarkers(indent) else { return }
        while self.indents.last.map({ $0 > indent }) == true { self.indents.removeLast() }
        while try self.checkToken() {}
    }

    /// Steps over `---`; returns false when the line is a directive or the end of a document.
    private mutating func skipMarkers(_ indent: Int) -> Bool {
        self.index += indent
        guard indent == 0 else { return true }
        if self.peek() == "%" { return false }
        for marker: Unicode.Scalar in ["-", "."] where (0..<3).allSatisfy({ self.peek($0) == marker }) {
            guard self.isEnd(3) else { continue }
            self.indents = []
            self.index += 3
            return marker == "-"
        }
        return true
    }

    /// Looks at the token at the index; returns false when the rest of the line needs no look.
    private mutating func checkToken() throws(DocumentProblem) -> Bool {
        self.index += self.count(while: \.isBlank)
        guard let scalar = self.peek(), !SourceText.isLineBreak(scalar) else { return false }
        self.tokens += 1
        guard self.tokens <= DocumentParser.maximumValues else { throw Self.tooMany(at: self.place) }
        switch scalar {
        case "#": return false
        case "-" where self.isEnd(1):
            try self.open(at: self.column)
            self.index += 1
            return true
        case "?" where self.isEnd(1):
            throw DocumentProblem("keys are written without '?': key: value", at: self.place)
        case ":" where self.isEnd(1):
            self.index += 1
            return true
        case "&", "*", "!": throw Self.refusal(of: scalar, at: self.place)
        case "|", ">":
            self.skipContent()
            return false
        case "'", "\"": return try self.checkQuotedToken()
        case "[", "{":
            self.index = try self.flow.scan(self.text, from: self.index, depth: self.indents.count)
            self.synchronizeLine()
            return false
        default: return try self.checkPlainToken()
        }
    }

    private mutating func checkQuotedToken() throws(DocumentProblem) -> Bool {
        let column = self.column
        self.index = FlowScanner.endOfQuoted(self.text.scalars, from: self.index)
        self.synchronizeLine()
        self.index += self.count(while: \.isBlank)
        guard self.peek() == ":", self.isEnd(1) else { return false }
        try self.open(at: column)
        self.index += 1
        return true
    }

    private mutating func checkPlainToken() throws(DocumentProblem) -> Bool {
        let column = self.column
        var isAfterBlank = false
        while let scalar = self.peek(), !SourceText.isLineBreak(scalar) {
            if scalar == "#", isAfterBlank { return false }
            if scalar == ":", self.isEnd(1) {
                try self.open(at: column)
                self.index += 1
                return true
            }
            isAfterBlank = scalar.isBlank
            self.index += 1
        }
        self.skipContent()
        return false
    }

    private mutating func open(at column: Int) throws(DocumentProblem) {
        guard column > self.indents.last ?? -1 else { return }
        self.indents.append(column)
        if self.indents.count > DocumentParser.maximumDepth { throw Self.tooDeep(at: self.place) }
    }

    /// Steps over the lines that belong to a scalar: those further in than the collection it stands in, and empty ones.
    private mutating func skipContent() {
        let parent = self.indents.last ?? -1
        while self.line + 1 < self.text.lineStarts.count {
            self.index = self.text.lineStarts[self.line + 1]
            let indent = self.count { $0 == " " }
            let isEmpty = self.peek(indent).map(SourceText.isLineBreak) ?? true
            guard isEmpty || indent > parent else { return }
            self.line += 1
        }
    }

    // MARK: Scalars

    private var column: Int { self.index - self.text.lineStarts[self.line] }

    private var place: WorkflowError.Place { self.text.place(of: self.index) }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        let position = self.index + offset
        return position < self.text.scalars.count ? self.text.scalars[position] : nil
    }

    /// Whether a blank or the end of the line stands there.
    private func isEnd(_ offset: Int) -> Bool {
        self.peek(offset).map { $0.isBlank || SourceText.isLineBreak($0) } ?? true
    }

    private func count(while matches: (Unicode.Scalar) -> Bool) -> Int {
        self.text.scalars[min(self.index, self.text.scalars.count)...].prefix(while: matches).count
    }

    private mutating func synchronizeLine() { self.line = self.text.place(of: self.index).line - 1 }
}
