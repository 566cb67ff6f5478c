public import TuttiCore

/// Makes an answer without a model: quotes what the agents found, under headings, with numbered sources, and says so.
///
/// The same contributions always give the same text. It claims nothing that nobody said: the one step it proposes is
/// the most urgent task, with what the person's own notes say has helped.
public struct ExtractiveComposer: Synthesizer {
    private let today: @Sendable () -> CalendarDay?

    /// Creates a composer.
    ///
    /// - Parameter today: The present day, by which a task counts as overdue; nil takes the task list at its word.
    public init(today: @escaping @Sendable () -> CalendarDay? = { nil }) { self.today = today }

    /// The time it would like to have: it needs well under a millisecond, but the machine may be busy.
    public var expectedDuration: Duration { .milliseconds(50) }

    /// Gives the answer in one piece; it never fails.
    public func synthesize(_ request: SynthesisRequest, in context: AgentContext) -> Synthesis {
        var synthesis = Synthesis(self.compose(request))
        synthesis.isExtract = true
        context.yield(synthesis.output.text)
        return synthesis
    }

    /// The answer; its citations are those of the list of sources, in the order of their numbers.
    ///
    /// Where nobody was asked, because the message needs no agent, it is a short reply.
    public func compose(_ request: SynthesisRequest) -> AgentOutput {
        guard !request.contributions.isEmpty else {
            return AgentOutput(CoachReplies.reply(to: CoordinationHeuristic.smallTalk(request.question.text)))
        }
        var draft = ExtractiveDraft(about: request.question.text, today: self.today())
        let subjects: [AgentDirectory.Subject] =
            draft.isAboutTasks ? [.tasks, .memory, .convictions, .other] : [.memory, .convictions, .tasks, .other]
        for subject in subjects {
            for part in request.contributions where part.subject == subject {
                if let output = part.output.value { draft.add(output, of: part.agent, subject) }
            }
        }
        return AgentOutput(self.text(of: draft, for: request), citations: draft.sources.citations)
    }

    private func text(of draft: ExtractiveDraft, for request: SynthesisRequest) -> String {
        let opening = Opening.mirroring(request.question.text)
        var paragraphs = [draft.sections.isEmpty ? "\(opening) I found nothing that helps to answer it." : opening]
        paragraphs += draft.sections.map { ([$0.heading] + $0.lines).joined(separator: "\n") }
        if let step = draft.firstStep { paragraphs.append("One way to start\n  \(step)") }
        if let missing = request.missingText { paragraphs.append("Missing from this answer: \(missing).") }
        let sources = draft.sources.lines()
        if !sources.isEmpty { paragraphs.append(([SourceList.heading] + sources).joined(separator: "\n")) }
        if !draft.sections.isEmpty {
            paragraphs.append("These are quotes from your own notes and lists, put together without a language model.")
        }
        return paragraphs.joined(separator: "\n\n")
    }
}
