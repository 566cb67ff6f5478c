internal import Yams

/// Turns the bytes of a YAML or JSON file into a ``DocumentNode``.
///
/// Yams composes recursively, expands aliases, and hashes keys that are collections again on each level. So the text is
/// looked through by ``DocumentGuard`` before, and composed on a large stack: libyaml stops at 1,000 levels.
struct DocumentParser {
    /// The most bytes of a file.
    static let maximumSize = 1_000_000
    /// The most levels of lists and objects.
    static let maximumDepth = 64
    /// The most values, and the most tokens outside of brackets: a composed one takes half a kilobyte.
    static let maximumValues = 50_000
    /// Enough for the 1,000 levels that libyaml composes, of which each takes up to 2 KB in a debug build.
    private static let stackSize = 16 << 20

    /// The most keys written twice that are named one by one.
    private static let maximumDuplicates = 20

    private let text: SourceText
    /// Keys that were changed to get past Yams, by their places.
    private var renamedKeys: [WorkflowError.Place: String] = [:]

    /// Reads one document.
    static func parse(_ bytes: [UInt8]) throws(DocumentProblem) -> DocumentNode {
        guard bytes.count <= Self.maximumSize else { throw Self.tooLarge }
        let text = try SourceText(bytes)
        guard !text.isBlank else { throw Self.empty }
        var textGuard = DocumentGuard(text)
        try textGuard.check()
        let result = LargeStack.run(bytes: Self.stackSize) {
            var parser = DocumentParser(text: text)
            return parser.compose()
        }
        guard let result else { throw DocumentProblem("no thread could be started to read the file", at: nil) }
        return try result.get()
    }

    static var tooLarge: DocumentProblem {
        DocumentProblem("larger than 1 MB: a workflow file holds the graph, not the data", at: nil)
    }

    private static var empty: DocumentProblem {
        DocumentProblem("the file is empty: a workflow has at least 'agents'", at: nil)
    }

    private init(text: SourceText) { self.text = text }

    /// Composes the text, and again for each key that is written twice: Yams gives up at the first, we name them all.
    private mutating func compose() -> Result<DocumentNode, DocumentProblem> {
        var scalars = self.text.scalars
        let rounds = min(Self.maximumDuplicates, Self.maximumSize / 2 / max(scalars.count, 1))
        while true {
            do {
                return .success(try self.compose(scalars))
            } catch let error as DocumentProblem {
                return .failure(error)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let place = WorkflowError.Place(line: context.mark.line, column: context.mark.column)
                guard self.renamedKeys.count < rounds, let key = keys.first, self.rename(key, at: place, in: &scalars)
                else {
                    return .failure(DocumentProblem("the key \(quoted(keys.first ?? "")) is written twice", at: place))
                }
            } catch let error as YamlError {
                return .failure(self.problem(of: error))
            } catch {
                return .failure(DocumentProblem("not valid YAML or JSON: \(error)", at: nil))
            }
        }
    }

    /// Makes a key different from all others; ``convert(_:depth:)`` gives it its name back.
    private mutating func rename(
        _ key: String, at place: WorkflowError.Place, in scalars: inout [Unicode.Scalar]
    ) -> Bool {
        guard var index = self.text.index(of: place), let standIn = Unicode.Scalar(0xE000 + self.renamedKeys.count)
        else { return false }
        if scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
        // An empty key has no letter to change.
        guard index < scalars.count, scalars[index] != "\"", scalars[index] != "'" else { return false }
        scalars[index] = standIn
        self.renamedKeys[place] = key
        return true
    }

    private func compose(_ scalars: [Unicode.Scalar]) throws -> DocumentNode {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        // A short string lives in the stack frame that libyaml would be handed a pointer into.
        while view.count < 16 { view.append("\n") }
        let parser = try Parser(yaml: String(view), resolver: .basic, constructor: .default, encoding: .utf8)
        guard let root = try parser.singleRoot() else { throw Self.empty }
        // Anchors are known only as long as their parser lives.
        return try withExtendedLifetime(parser) { try self.convert(root, depth: 1) }
    }

    private func convert(_ node: Node, depth: Int) throws(DocumentProblem) -> DocumentNode {
        let place = node.mark.map { WorkflowError.Place(line: $0.line, column: $0.column) } ?? .init(line: 1, column: 1)
        // The guard has found these already, unless it was led astray; an anchor must not be followed by its aliases.
        guard node.anchor == nil else { throw DocumentGuard.refusal(of: "&", at: place) }
        guard depth <= Self.maximumDepth + 1 else { throw DocumentGuard.tooDeep(at: place) }
        switch node {
        case .alias: throw DocumentGuard.refusal(of: "*", at: place)
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            if isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) {
                return DocumentNode(place: place, content: .null)
            }
            return DocumentNode(place: place, content: .text(scalar.string, isPlain: isPlain))
        case .sequence(let sequence):
            var nodes: [DocumentNode] = []
            nodes.reserveCapacity(sequence.count)
            for element in sequence { nodes.append(try self.convert(element, depth: depth + 1)) }
            return DocumentNode(place: place, content: .list(nodes))
        case .mapping(let mapping):
            var members: [DocumentNode.Member] = []
            members.reserveCapacity(mapping.count)
            for (key, value) in mapping {
                let keyPlace = key.mark.map { WorkflowError.Place(line: $0.line, column: $0.column) } ?? place
                guard case .scalar(let scalar) = key else { throw DocumentGuard.notAKey(at: keyPlace) }
                guard key.anchor == nil else { throw DocumentGuard.refusal(of: "&", at: keyPlace) }
                let name = self.renamedKeys[keyPlace] ?? scalar.string
                members.append(
                    .init(key: name, keyPlace: keyPlace, value: try self.convert(value, depth: depth + 1)))
            }
            return DocumentNode(place: place, content: .object(members))
        }
    }

    // MARK: Errors

    private func problem(of error: YamlError) -> DocumentProblem {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            return self.syntaxProblem(problem, context, at: .init(line: mark.line, column: mark.column))
        case .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem), .representer(let problem):
            return DocumentProblem("not valid YAML or JSON: \(problem)", at: nil)
        case .no, .memory, .dataCouldNotBeDecoded, .duplicatedKeysInMapping:
            return DocumentProblem("not valid YAML or JSON: \(error)", at: nil)
        }
    }

    private func syntaxProblem(
        _ problem: String, _ context: YamlError.Context?, at place: WorkflowError.Place
    ) -> DocumentProblem {
        if problem.hasPrefix("Maximum nesting level") { return DocumentGuard.tooDeep(at: place) }
        if problem.hasPrefix("but found another document") {
            return DocumentProblem("a second document begins here: a workflow file holds one", at: place)
        }
        if let index = self.text.index(of: place), self.text.scalars[index] == "\t" {
            return DocumentProblem("a tab cannot indent a line: use spaces", at: place)
        }
        var message = "not valid YAML or JSON: \(problem)"
        if let context {
            message += " \(context.text)"
            let start = WorkflowError.Place(line: context.mark.line, column: context.mark.column)
            if start != place { message += " that begins at line \(start.line), column \(start.column)" }
        }
        if self.text.line(place.line).contains("{{") { message += "; a text that begins with {{ must stand in quotes" }
        return DocumentProblem(message, at: place)
    }
}
