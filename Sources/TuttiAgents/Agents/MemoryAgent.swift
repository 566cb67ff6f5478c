public import TuttiCore

/// Looks up in the memory what was said and written about the question, and what keeps coming back.
public struct MemoryAgent: Agent {
    /// The most passages.
    public var maximumPassages = 6
    /// The most themes.
    public var maximumThemes = 5
    /// Seconds east of UTC, by which days are named.
    public var utcOffset = 0
    private let store: any MemoryStore
    private let now: @Sendable () -> Timestamp

    /// Creates an agent.
    ///
    /// - Parameter now: The present, from which the age of what is remembered is measured.
    public init(store: any MemoryStore, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.now = now
    }

    /// Answers with the passages, each with its date and source, and with the recurring themes.
    ///
    /// - Throws: ``StorageError`` when the memory cannot be searched; without themes it answers all the same.
    public func run(_ context: AgentContext) async throws -> AgentOutput {
        var query = MemoryQuery(context.text, now: self.now())
        query.limit = self.maximumPassages
        async let themes = self.themes(context)
        let passages = try await self.store.search(query)
        let citations = passages.map(self.citation)
        var lines = ["From journal, notes and past conversations:"]
        lines += citations.map { "• \($0.source): \($0.quote)" }
        if passages.isEmpty { lines = ["Nothing in the memory is about this."] }
        let words = await themes
        if !words.isEmpty { lines.append("Recurring themes: \(words.joined(separator: ", "))") }
        return AgentOutput(lines.joined(separator: "\n"), citations: citations)
    }

    private func themes(_ context: AgentContext) async -> [String] {
        do {
            return try await self.store.themes(limit: self.maximumThemes).map(\.description)
        } catch {
            if !Task.isCancelled { context.warn("Recurring themes are missing: \(error)") }
            return []
        }
    }

    private func citation(_ passage: MemoryPassage) -> Citation {
        let entry = passage.entry
        let name = entry.source.sanitizedLine(maximumLength: 200)
        let day = CalendarDay(containing: entry.date, utcOffset: self.utcOffset).description
        let source = name.contains(day) ? name : "\(name.isEmpty ? entry.kind.name : name), \(day)"
        return Citation(source: source, quote: passage.snippet.sanitizedLine(maximumLength: 400))
    }
}
