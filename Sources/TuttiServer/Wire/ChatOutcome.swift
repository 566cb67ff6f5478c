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
    package var details: JSONText
    /// What the client is told when there is no answer.
    package var error: APIError

    package init(
        answer: String?, finish: Finish, usage: Usage = Usage(), details: JSONText = JSONText([:]),
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

    private static func details(of report: EnsembleReport) -> JSONText {
        .object { json in
            json.member("run", report.run.run.description)
            json.member("status", report.status.rawValue)
            json.member("wallMs", report.wallTime.roundedMilliseconds)
            json.array("agents") { json in
                for agent in report.asked {
                    json.object { json in
                        json.member("name", agent.name)
                        json.member("status", agent.state.rawValue)
                        json.member("ms", agent.duration.roundedMilliseconds)
                    }
                }
            }
            json.array("missing") { json in
                for (name, reason) in report.missing {
                    json.object { json in
                        json.member("name", name)
                        json.member("reason", reason.rawValue)
                    }
                }
            }
        }
    }
}
