package import TuttiCore
package import TuttiJSON

/// What a chat completion says of its end.
package struct ChatOutcome: Hashable, Sendable {
    /// Why the answer ends, in the words of the interface.
    package enum FinishReason: String, Hashable, Sendable {
        /// It is whole.
        case stop
        /// Time, or another limit, has cut it short.
        case length
    }

    /// The text of the answer; nil when there is none.
    package var answer: String?
    package var finishReason: FinishReason
    package var usage: Usage
    /// The member `tutti`: what clients of the interface ignore.
    package var details: JSONValue
    /// What the client is told when there is no answer.
    package var error: APIError

    package init(
        answer: String?, finishReason: FinishReason, usage: Usage = Usage(), details: JSONValue = [:],
        error: APIError = Self.failed
    ) {
        self.answer = answer
        self.finishReason = finishReason
        self.usage = usage
        self.details = details
        self.error = error
    }

    /// Reads it from the report of a run.
    package init(_ report: EnsembleReport) {
        self.init(
            answer: report.answer, finishReason: report.isWhole ? .stop : .length, usage: report.usage,
            details: Self.details(of: report), error: report.status == .nothing ? Self.tooLate : Self.failed)
    }

    /// No agent gave a result.
    package static let failed = APIError(500, "server_error", "run_failed", "no agent gave a result")
    /// Nothing was there by the deadline.
    package static let tooLate = APIError(504, "server_error", "deadline_exceeded", "no answer by the deadline")

    private static func details(of report: EnsembleReport) -> JSONValue {
        [
            "run": .string(report.run.run.description), "status": .string(report.status.rawValue),
            "wallMs": .double(report.wallTime.roundedMilliseconds),
            "agents": .array(
                report.asked.map { agent in
                    [
                        "name": .string(agent.name), "status": .string(agent.state.rawValue),
                        "ms": .double(agent.duration.roundedMilliseconds),
                    ]
                }),
            "missing": .array(
                report.missing.map { ["name": .string($0.name), "reason": .string($0.reason.rawValue)] }),
        ]
    }
}
