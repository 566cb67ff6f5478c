internal import TuttiCore

/// A written report about a conversation that only quotes: Markdown to keep.
struct ConversationReport: Sendable {
    let turns: [Conversation.Turn]
    let utcOffset: Int

    /// The most questions that are listed.
    private static let maximumQuestions = 12

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
        let merged = Self.merged(request.contributions)
        var draft = ExtractiveDraft(
            about: self.turns.map(\.message).joined(separator: "\n"),
            today: self.turns.last?.date.map { self.day(of: $0) })
        for subject in [AgentDirectory.Subject.memory, .convictions, .tasks, .other] {
            for part in merged where part.subject == subject {
                if let output = part.output.value { draft.add(output, of: part.agent, subject) }
            }
        }
        var parts = [self.title, self.questions]
        parts += draft.sections.map { section in
            (["## \(section.heading)", ""] + section.lines.map(Self.item)).joined(separator: "\n")
        }
        if let step = draft.firstStep { parts.append("## One way to start\n\n\(step)") }
        let sources = draft.sources.lines().map { "-\($0.dropFirst())" }
        if !sources.isEmpty { parts.append((["## Sources", ""] + sources).joined(separator: "\n")) }
        parts.append("*Put together from quotations, without a language model.*")
        // Quoted text makes no links and no markup, whatever shows the report.
        let text = parts.joined(separator: "\n\n").replacing("](", with: "] (").replacing("<", with: "‹")
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

    /// One contribution an agent, of all its turns: each place once, and for tasks the newest list alone.
    private static func merged(_ contributions: [Contribution]) -> [Contribution] {
        var merged: [Contribution] = []
        for part in contributions.reversed() {
            guard let output = part.output.value else { continue }
            guard let index = merged.firstIndex(where: { $0.agent == part.agent }) else {
                merged.append(part)
                continue
            }
            guard part.subject != .tasks, var known = merged[index].output.value else { continue }
            known.citations += output.citations.filter { !known.citations.contains($0) }
            merged[index].output = .available(known)
        }
        return merged.reversed()
    }

    private static func item(_ line: String) -> String {
        let text = line.drop { $0 == " " }
        return text.hasPrefix("• ") ? "- \(text.dropFirst(2))" : "\(text)"
    }
}
