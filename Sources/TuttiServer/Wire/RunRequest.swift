package import TuttiAgents

/// A request of `POST /v1/runs`; unknown members are ignored.
package struct RunRequest: Hashable, Sendable {
    /// What is asked, with what was said before.
    package var question: Question
    /// The name of the ensemble; nil takes the first.
    package var model: String?
    /// The time of the answer from now; nil takes what the ensemble has.
    package var deadline: Duration?

    /// Reads the body of a request.
    ///
    /// - Throws: ``APIError`` with 400 and the member that is wrong.
    package init(parsing body: [UInt8]) throws(APIError) {
        let object = try RequestObject(parsing: body)
        guard let input = try object.string("input"), input.contains(where: { !$0.isWhitespace }) else {
            throw .invalid("input is missing: the question", "input", code: "missing")
        }
        self.question = Question(input, background: try object.string("background") ?? "")
        self.model = try object.string("model")
        self.deadline = try object.integer("deadline_ms", in: RequestDeadline.milliseconds).map { .milliseconds($0) }
    }
}
