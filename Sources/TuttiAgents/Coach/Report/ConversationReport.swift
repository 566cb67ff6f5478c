internal import TuttiCore

/// A written report about a conversation that only quotes: Markdown to keep.
struct ConversationReport: Sendable {
    let turns: [Conversation.Turn]
    let notes: SessionNotes
    let utcOffset: Int

    /// The most questions that are listed, and the most places that are quoted of one agent.
    private static let maximumQuestions = 12
    private static let maximumQuotes = 12
    /// The places of an agent that one section of a draft quotes.
    private static let quotesPerSection = 3

    /// What the report is about, for a model.
    var subject: String {
        "A report about our conversation, from its first question to its last."
    }

    /// The report in one piece, given on.
    func synthesis(of request: SynthesisRequest, in context: AgentContext) -> Synthesis {
        var synthesis = Synthesis(self.compose(request))
        synthesis.isExtract = true
        context.yield(synthesis.output.text)
        return synthesis
    }

    /// The report; its citations are those of its list of sources.
    func compose(_ request: SynthesisRequest) -> AgentOutput {
        let parts = Self.interleaved(request.contributions)
        var draft = ExtractiveDraft(
            about: self.turns.map(\.message).joined(separator: "\n"),
            today: self.turns.last?.date.map { self.day(of: $0) })
        for subject in [AgentDirectory.Subject.memory, .convictions, .tasks, .other] {
            for part in parts where part.subject == subject {
                for output in Self.sections(of: part) { draft.add(output, of: part.agent, subject) }
            }
        }
        var paragraphs = [self.title, self.questions]
        paragraphs +=
            Self.list("What you decided", self.notes.decided) + Self.list("What you planned", self.notes.planned)
        paragraphs += Self.united(draft.sections).map { section in
            (["## \(section.heading)", ""] + section.lines.map(Self.item)).joined(separator: "\n")
        }
        if let step = draft.firstStep { paragraphs.append("## One way to start\n\n\(step)") }
        let sources = draft.sources.lines().map { "-\($0.dropFirst())" }
        if !sources.isEmpty { paragraphs.append((["## Sources", ""] + sources).joined(separator: "\n")) }
        paragraphs.append("*Put together from quotations, without a language model.*")
        // Quoted text makes no links and no markup, whatever shows the report.
        let text = paragraphs.joined(separator: "\n\n").replacing("](", with: "] (").replacing("<", with: "‹")
        return AgentOutput(text + "\n", citations: draft.sources.citations)
    }

    private var title: String {
        let day = self.turns.last?.date.map { ", \(self.day(of: $0))" } ?? ""
        return "# Deep thoughts\(day)"
    }

    private var questions: String {
        let asked = self.turns.filter { CoordinationHeuristic.smallTalk($0.message) == nil }
            .suffix(Self.maximumQuestions).map { "- “\(Quote.clipped(Quote.plain($0.message), to: 300))”" }
        let lines = asked.isEmpty ? ["Nothing was talked about yet that could be looked into."] : asked
        return (["## What we talked about", ""] + lines).joined(separator: "\n")
    }

    private func day(of date: Timestamp) -> CalendarDay { CalendarDay(containing: date, utcOffset: self.utcOffset) }

    private static func list(_ heading: String, _ items: [String]) -> [String] {
        guard !items.isEmpty else { return [] }
        return [(["## \(heading)", ""] + items.map { "- “\(Quote.plain($0))”" }).joined(separator: "\n")]
    }

    // MARK: All turns of all agents

    /// One contribution an agent, with the first place of each of its turns, then the second of each, newest turn first;
    /// for tasks the newest list alone.
    private static func interleaved(_ contributions: [Contribution]) -> [Contribution] {
        ContributionLog.byAgent(contributions).map { merged in
            guard merged.subject != .tasks, var output = merged.output.value else { return merged }
            let turns = contributions.reversed().filter { $0.agent == merged.agent }.compactMap(
                \.output.value?.citations)
            var places: [Citation] = []
            for rank in 0..<(turns.map(\.count).max() ?? 0) {
                for turn in turns where rank < turn.count && !places.contains(turn[rank]) { places.append(turn[rank]) }
            }
            output.citations = places
            var part = merged
            part.output = .available(output)
            return part
        }
    }

    /// The output in pieces that a draft quotes whole.
    private static func sections(of part: Contribution) -> [AgentOutput] {
        guard let output = part.output.value else { return [] }
        guard part.subject != .tasks, output.citations.count > Self.quotesPerSection else { return [output] }
        let places = Array(output.citations.prefix(Self.maximumQuotes))
        return stride(from: 0, to: places.count, by: Self.quotesPerSection).map { start in
            AgentOutput(
                start == 0 ? output.text : "",
                citations: Array(places[start..<min(start + Self.quotesPerSection, places.count)]))
        }
    }

    /// Sections of the same heading as one, at the place of the first.
    private static func united(_ sections: [ExtractiveDraft.Section]) -> [ExtractiveDraft.Section] {
        var united: [ExtractiveDraft.Section] = []
        for section in sections {
            if let index = united.firstIndex(where: { $0.heading == section.heading }) {
                united[index].lines += section.lines
            } else {
                united.append(section)
            }
        }
        return united
    }

    private static func item(_ line: String) -> String {
        let text = line.drop { $0 == " " }
        return text.hasPrefix("• ") ? "- \(text.dropFirst(2))" : "\(text)"
    }
}
