public import TuttiCore

/// Looks up in a person's own notes what they say about the question, and cites file and line.
public struct PersonalContentAgent: Agent {
    /// The most passages.
    public var maximumPassages = 6
    /// What citations put before the path of a file: `notes` in `notes/values.md:12`; empty for nothing.
    public var label: String
    private let library: ContentLibrary

    /// The most warnings about files that are passed on.
    private static let maximumWarnings = 3

    /// Creates an agent; citations start with the name of the library's folder.
    public init(library: ContentLibrary) {
        self.library = library
        self.label = library.root.split(separator: "/").last.map(String.init) ?? ""
    }

    /// Answers with the passages that fit best.
    ///
    /// - Throws: ``StorageError`` when the folder cannot be read; a single file that cannot is a warning.
    public func run(_ context: AgentContext) async throws -> AgentOutput {
        let search = try await self.library.search(context.text, limit: self.maximumPassages)
        for warning in search.warnings.prefix(Self.maximumWarnings) { context.warn(warning) }
        let further = search.warnings.count - Self.maximumWarnings
        if further > 0 { context.warn("\(further) more files of \(self.library.root) were left out.") }
        guard !search.passages.isEmpty else {
            return search.filesRead == 0 ? "There are no notes." : "Nothing in the notes is about this."
        }
        let lines = search.passages.map { passage in
            let headings = passage.headings.suffix(2).map { $0.sanitizedLine(maximumLength: 80) }
            let place = headings.isEmpty ? "" : " (\(headings.joined(separator: " › ")))"
            return "• \(self.citation(passage).source)\(place): \(self.citation(passage).quote)"
        }
        return AgentOutput(
            (["From your notes:"] + lines).joined(separator: "\n"), citations: search.passages.map(self.citation))
    }

    private func citation(_ passage: ContentPassage) -> Citation {
        let place = passage.citation.sanitizedLine(maximumLength: 300)
        return Citation(
            source: self.label.isEmpty ? place : "\(self.label)/\(place)",
            quote: passage.snippet.sanitizedLine(maximumLength: 400))
    }
}
