internal import TuttiCore

/// The brief that opens a day, made without a model: a greeting, what is due, what was planned, one question. It quotes,
/// and says so.
struct MorningBrief: Synthesizer {
    /// What the last session came to; nil when there was none.
    let lastSession: RecalledSession?
    /// The present day; nil when nobody tells it.
    let today: CalendarDay?

    /// The most tasks, plans and quotes that are listed.
    private static let maximumTasks = 5
    private static let maximumPlans = 3
    private static let maximumQuotes = 2
    private static let maximumQuoteLength = 200

    var expectedDuration: Duration { .milliseconds(50) }

    func synthesize(_ request: SynthesisRequest, in context: AgentContext) -> Synthesis {
        var synthesis = Synthesis(self.compose(request))
        synthesis.isExtract = true
        context.yield(synthesis.output.text)
        return synthesis
    }

    /// The brief; its citations are those of its list of sources.
    func compose(_ request: SynthesisRequest) -> AgentOutput {
        var sources = SourceList()
        var paragraphs = ["Good morning."]
        let outputs = request.contributions.compactMap { part in part.output.value.map { (part.subject, $0) } }
        for (subject, output) in outputs where subject == .tasks {
            paragraphs.append(self.tasks(output, &sources))
        }
        let plans = self.plans(&sources)
        paragraphs += plans.map { [$0] } ?? []
        for (subject, output) in outputs {
            switch subject {
            case .tasks, .other: continue
            // Where there is a plan, the memory would only quote it once more.
            case .memory: paragraphs += plans == nil ? Self.quotes("What you said before", output, &sources) : []
            case .convictions: paragraphs += Self.quotes("What you hold on to", output, &sources)
            }
        }
        if let missing = request.missingText { paragraphs.append("Missing from this brief: \(missing).") }
        paragraphs.append(
            plans == nil
                ? "What is the one thing that would make today a good day?"
                : "Will you begin with that, or has something changed?")
        let lines = sources.lines()
        if !lines.isEmpty { paragraphs.append((["Sources"] + lines).joined(separator: "\n")) }
        return AgentOutput(paragraphs.joined(separator: "\n\n"), citations: sources.citations)
    }

    private func tasks(_ output: AgentOutput, _ sources: inout SourceList) -> String {
        let tasks = TaskLine.tasks(in: output.text, today: self.today)
        let due = tasks.filter { $0.due == .overdue || $0.due == .today }
        guard !due.isEmpty else {
            let next = tasks.first.map { " Next: \($0.text)." } ?? ""
            return "Nothing is due today.\(next)"
        }
        let lines = due.prefix(Self.maximumTasks).map { task in
            let place = output.citations.first { $0.quote.contains(task.title) } ?? output.citations.first
            return "  • \(task.text)" + (place.map { " [\(sources.number(of: $0))]" } ?? "")
        }
        let rest = due.count - lines.count
        return (["Due today"] + lines + (rest > 0 ? ["  … and \(rest) more."] : [])).joined(separator: "\n")
    }

    private func plans(_ sources: inout SourceList) -> String? {
        guard let session = self.lastSession else { return nil }
        let isPlan = !session.notes.planned.isEmpty
        let items = isPlan ? session.notes.planned : session.notes.decided
        guard !items.isEmpty else { return nil }
        let lines = items.prefix(Self.maximumPlans).map { item in
            "  • “\(item)” [\(sources.number(of: Citation(source: session.source, quote: item)))]"
        }
        return (["What you \(isPlan ? "planned" : "decided") last time, on \(session.day)"] + lines)
            .joined(separator: "\n")
    }

    private static func quotes(_ heading: String, _ output: AgentOutput, _ sources: inout SourceList) -> [String] {
        let lines = output.citations.prefix(Self.maximumQuotes).compactMap { place -> String? in
            let text = Quote.clipped(Quote.plain(place.quote), to: Self.maximumQuoteLength)
            return text.isEmpty ? nil : "  • “\(text)” [\(sources.number(of: place))]"
        }
        return lines.isEmpty ? [] : [([heading] + lines).joined(separator: "\n")]
    }
}
