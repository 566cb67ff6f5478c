extension CoachPrompts {
    /// One of the texts, which a program may keep in a file of its own.
    package enum Part: String, CaseIterable, Sendable {
        case conversation, report, summary, session, morning, answer

        /// The name of the file.
        package var fileName: String { "\(self.rawValue).md" }

        /// What a text of this part must have, or nobody understands what the model answers.
        var marks: [String] {
            switch self {
            case .conversation: [CoachPrompts.coordinationMark]
            case .session: ["\"said\"", "\"decided\"", "\"planned\""]
            case .report, .summary, .morning, .answer: []
            }
        }
    }

    /// Why a text cannot be used, and what to do.
    package enum Problem: Error, Hashable, CustomStringConvertible {
        case empty
        case tooLong(bytes: Int)
        case missing(mark: String)

        package var description: String {
            switch self {
            case .empty: "it is empty; write what the model is to be told, or delete the file"
            case .tooLong(let bytes):
                "it has \(bytes) bytes, at most \(CoachPrompts.maximumLength) are read; shorten it, or delete the file"
            case .missing(let mark): "it does not mention \(mark), which it must; put it back, or delete the file"
            }
        }
    }

    /// The longest text of a file, in bytes: it fits into half of the usual ``Conversation/Limits/maximumContextTokens``.
    package static let maximumLength = 7500

    package subscript(part: Part) -> String {
        get { self[keyPath: Self.path(of: part)] }
        set { self[keyPath: Self.path(of: part)] = newValue }
    }

    private static func path(of part: Part) -> WritableKeyPath<CoachPrompts, String> {
        switch part {
        case .conversation: \.conversation
        case .report: \.report
        case .summary: \.summary
        case .session: \.session
        case .morning: \.morning
        case .answer: \.answer
        }
    }

    /// Takes a text in the place of a built-in one, without white space around it.
    ///
    /// - Throws: ``Problem`` when it cannot be used; what was there stays.
    package mutating func use(_ text: String, as part: Part) throws(Problem) {
        guard let end = text.lastIndex(where: { !$0.isWhitespace }) else { throw .empty }
        let body = String(text[...end].drop(while: \.isWhitespace))
        guard body.utf8.count <= Self.maximumLength else { throw .tooLong(bytes: body.utf8.count) }
        for mark in part.marks where !body.contains(mark) { throw .missing(mark: mark) }
        self[part] = body
    }
}
