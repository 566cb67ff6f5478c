internal import TuttiCore
internal import TuttiModels

extension Coach {
    /// Where a session is remembered, and what tells the date.
    public struct Memory: Sendable {
        let store: any MemoryStore
        let now: @Sendable () -> Timestamp

        /// Creates a memory; `now` reads the wall clock.
        public init(_ store: any MemoryStore, now: @escaping @Sendable () -> Timestamp) {
            self.store = store
            self.now = now
        }
    }

    /// Writes what was said since the last call to the memory: an entry for each message with its answer, and the notes of
    /// the whole session, what was said, decided and planned.
    ///
    /// Small talk is left out, and a session in which nothing else was said leaves no notes. They are made by rules and
    /// written at once; a model then has ``Configuration/notesLimit`` to write better ones, which take their place.
    ///
    /// - Returns: The number of exchanges; 0 without a memory.
    /// - Throws: What the store throws; the same turns are then written by the next call.
    @discardableResult
    public func remember() async throws -> Int {
        self.usage += await self.settleSummary(within: self.configuration.summaryWait).usage
        guard let memory else { return 0 }
        let exchanges = self.conversation.unremembered.compactMap {
            $0.memoryEntry(utcOffset: self.configuration.utcOffset)
        }
        guard !exchanges.isEmpty else { return 0 }
        let last = self.conversation.lastNumber
        let notes = self.extractedNotes
        let entry = self.sessionEntry(notes)
        try await memory.store.add(exchanges + (entry.map { [$0] } ?? []))
        self.conversation.markRemembered(through: last)
        if entry != nil { await self.improve(notes, in: memory) }
        return exchanges.count
    }

    /// The notes that rules make; where nothing told much, what the team was asked.
    private var extractedNotes: SessionNotes {
        let notes = SessionNotes(self.conversation.facts)
        guard notes.isEmpty else { return notes }
        return SessionNotes(said: self.conversation.turns.filter { $0.stage == .coordination }.map(\.message))
    }

    private func sessionEntry(_ notes: SessionNotes) -> MemoryEntry? {
        guard !notes.isEmpty, let id = self.sessionID, let date = self.conversation.turns.last?.date else { return nil }
        return notes.entry(of: id, at: date, utcOffset: self.configuration.utcOffset)
    }

    /// Replaces the notes by those of a model, if it makes any that can be used in time: what rules made stays otherwise.
    private func improve(_ notes: SessionNotes, in memory: Memory) async {
        do {
            guard let better = try await self.modelNotes(), let entry = self.sessionEntry(better) else { return }
            try await memory.store.add([entry])
        } catch {
            // Cancelled, malformed, or the store failed the second time: the notes that were written stay.
        }
    }

    private func modelNotes() async throws -> SessionNotes? {
        guard let model, self.configuration.notesLimit > .zero else { return nil }
        // What earlier sessions came to is in their own notes.
        var conversation = self.conversation
        conversation.recalled = ""
        let session = conversation
        var request = BoundedRequest(
            self.prompts.session, maximumTokens: self.configuration.limits.maximumContextTokens
        ).make(
            [.init("conversation") { session.background(within: $0) }],
            answerTokens: self.configuration.maximumNotesTokens)
        request.temperature = 0
        request.responseSchema = .init(name: "session", schema: SessionNotesParser.schema)
        let call = StreamedCall(model: model, executor: self.orchestrator.executor, agent: "notes")
        let outcome = try await call.run(
            request, within: self.configuration.notesLimit, onUsage: { self.usage += $0 }, onText: { _ in true })
        guard outcome.failure == nil else { return nil }
        let notes = try SessionNotesParser.parse(outcome.text)
        return notes.isEmpty ? nil : notes
    }
}

extension Conversation.Turn {
    /// The turn for the memory; nil for small talk.
    ///
    /// Of an answer that only quotes nothing is kept: the memory has those words already, and would find them twice.
    func memoryEntry(utcOffset: Int) -> MemoryEntry? {
        guard let date, CoordinationHeuristic.smallTalk(self.message) == nil else { return nil }
        var text = "I said: \(self.message)"
        let answer = Quote.clipped(Quote.plain(self.reply), to: 600)
        if !self.isExtract, !answer.isEmpty { text += "\nThe coach answered: \(answer)" }
        let day = CalendarDay(containing: date, utcOffset: utcOffset)
        return MemoryEntry(kind: .conversation, text: text, source: "conversation \(day)", date: date)
    }
}
