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
    /// Enough for the 1,000 levels that libyaml composes, of which each takes up to 2 KB in a debug build.
    private static let stackSize = 16 << 20

    private let text: SourceText

    /// Reads one document.
    static func parse(_ bytes: [UInt8]) throws(DocumentProblem) -> DocumentNode {
        guard bytes.count <= Self.maximumSize else { throw Self.tooLarge }
        let text = try SourceText(bytes)
        guard !text.isBlank else { throw Self.empty }
        var textGuard = DocumentGuard(text)
        try textGuard.check()
        let parser = DocumentParser(text: text)
        let result = LargeStack.run(bytes: Self.stackSize) { parser.compose() }
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

    private func compose() -> Result<DocumentNode, DocumentProblem> {
        // A short string lives in the stack frame that libyaml would be handed a pointer into.
        var string = self.text.string
        while string.utf8.count < 16 { string += "\n" }
        do {
            let parser = try Parser(yaml: string, resolver: .basic, constructor: .default, encoding: .utf8)
            guard let root = try parser.singleRoot() else {
                return .failure(Self.empty)
            }
            // Anchors are known only as long as their parser lives.
            return withExtendedLifetime(parser) {
                Result { () throws(DocumentProblem) in try self.convert(root, depth: 1) }
            }
        } catch let error as YamlError {
            return .failure(self.problem(of: error))
        } catch {
            return .failure(DocumentProblem("not valid YAML: \(error)", at: nil))
        }
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
                members.append(
                    .init(key: scalar.string, keyPlace: keyPlace, value: try self.convert(value, depth: depth + 1)))
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
        case .duplicatedKeysInMapping(let duplicates, let context):
            return self.duplicateProblem(duplicates, near: .init(line: context.mark.line, column: context.mark.column))
        case .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem), .representer(let problem):
            return DocumentProblem("not valid YAML: \(problem)", at: nil)
        case .no, .memory, .dataCouldNotBeDecoded:
            return DocumentProblem("not valid YAML: \(error)", at: nil)
        }
    }

    private func syntaxProblem(
        _ problem: String, _ context: YamlError.Context?, at place: WorkflowError.Place
    ) -> DocumentProblem {
        if problem.hasPrefix("Maximum nesting level") { return DocumentGuard.tooDeep(at: place) }
        if problem.hasPrefix("but found another document") {
            return DocumentProblem("a second document begins here: a workflow file holds one", at: place)
        }
        if self.text.scalar(at: place) == "\t" {
            return DocumentProblem("a tab cannot indent a line: use spaces", at: place)
        }
        var message = "not valid YAML: \(problem)"
        if let context {
            message += " \(context.text)"
            let start = WorkflowError.Place(line: context.mark.line, column: context.mark.column)
            if start != place { message += " that begins at line \(start.line), column \(start.column)" }
        }
        if self.text.line(place.line).contains("{{") { message += "; a text that begins with {{ must stand in quotes" }
        return DocumentProblem(message, at: place)
    }

    /// Yams names the first of the equal keys; the one to remove is the next on the same level.
    private func duplicateProblem(_ duplicates: [String], near first: WorkflowError.Place) -> DocumentProblem {
        let key = duplicates.first ?? ""
        return DocumentProblem(
            "the key \(quoted(key)) is written twice in the same object: keep one of them", at: first)
    }
}
