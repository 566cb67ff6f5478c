package import TuttiAgents
package import TuttiCore

/// A request for an answer, in the form of one interface.
package protocol AnswerRequest: Sendable {
    associatedtype Encoder: AnswerEncoder

    /// Whose interface it is.
    static var dialect: APIDialect { get }

    /// Reads the body of a request.
    ///
    /// - Throws: ``APIError`` with 400 and the member that is wrong.
    init(parsing body: [UInt8]) throws(APIError)
    /// The name of the ensemble.
    var model: String { get }
    /// What is asked, with what was said before.
    var question: Question { get }
    /// Whether the answer is sent while it grows.
    var isStreamed: Bool { get }
    /// Where the answer ends.
    var bounds: AnswerBounds { get }
    /// What writes the answer.
    ///
    /// - Parameters:
    ///   - run: The identity of the run, of which that of the answer is made.
    ///   - created: When it began, in seconds since 1970.
    func encoder(run: RunID, created: Int) -> Encoder
}
