package import TuttiCore
package import TuttiJSON

/// What a client is told of the end of an answer.
package struct ChatOutcome: Hashable, Sendable {
    /// Why the answer ends where it does.
    package enum Finish: Hashable, Sendable {
        /// It is whole.
        case whole
        /// It would go on with a text that the client has named.
        case stopSequence(String)
        /// Time, or another limit, has cut it short.
        case length
    }

    /// The text of the answer; nil when there is none.
    package var answer: String?
    package var finish: Finish
    package var usage: Usage
    /// The member `tutti`: what clients of the interface ignore.
    package var details: JSONValue
    /// What the client is told when there is no answer.
    package var error: APIError

    package init(
        answer: String?, finish: Finish, usage: Usage = Usage(), details: JSONValue = [:],
        error: APIError = Self.failed
    ) {
        self.answer = answer
        self.finish = finish
        self.usage = usage
        self.details = details
        self.error = error
    }

    /// Reads it from the report of a run.
    package init(_ report: EnsembleReport) {
        self.init(
            answer: report.answer, finish: report.isWhole ? .whole : .length, usage: report.usage,
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
