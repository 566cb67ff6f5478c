/// One question with everything that came of it: what was asked of whom, how it went, what was answered.
public struct CoordinationRecord: Hashable, Sendable {
    /// Names the record in its store; the id of the run.
    public var id: String
    /// When the question was asked.
    public var date: Timestamp
    /// The question.
    public var question: String
    /// The strategy as JSON text.
    public var strategy: String
    /// The report of the run as JSON text.
    public var report: String
    /// The answer.
    public var answer: String
    /// The status of the run: `complete`, `partial`, `failed` or `nothing`.
    public var status: String

    /// The largest record in bytes, all its texts together.
    public static let maximumSize = 16 << 20

    /// Creates a record.
    public init(
        id: String, date: Timestamp, question: String, strategy: String, report: String, answer: String, status: String
    ) {
        self.id = id
        self.date = date
        self.question = question
        self.strategy = strategy
        self.report = report
        self.answer = answer
        self.status = status
    }

    /// Checks what every store requires.
    ///
    /// - Throws: ``StorageError`` with `invalidInput` or `tooLarge`.
    package func validate() throws(StorageError) {
        if self.id.isEmpty || self.id.utf8.count > 256 || self.id.utf8.contains(0) {
            throw StorageError(.invalidInput, "a coordination needs an id of 1 to 256 bytes without NUL.")
        }
        if !self.date.secondsSince1970.isFinite {
            throw StorageError(.invalidInput, "the coordination \"\(self.id)\" has no valid date.")
        }
        let texts = [self.question, self.strategy, self.report, self.answer, self.status]
        let size = texts.reduce(0) { $0 + $1.utf8.count }
        if size > Self.maximumSize {
            let limit = "\(Self.maximumSize) bytes"
            throw StorageError(.tooLarge, "the coordination \"\(self.id)\" has \(size) bytes, \(limit) are allowed.")
        }
    }
}
