/// Everything that is wrong with a workflow file, in one error.
public struct WorkflowError: Error, Hashable, Sendable {
    /// What kind of trouble there was.
    public struct Code: Hashable, Sendable {
        private enum Choice { case unreadable, invalid }
        private let choice: Choice

        /// The file could not be read.
        public static let unreadable = Code(choice: .unreadable)
        /// The file was read, and what it says is wrong.
        public static let invalid = Code(choice: .invalid)
    }

    /// A place in the text.
    public struct Place: Hashable, Sendable, Comparable {
        /// The line, from 1.
        public var line: Int
        /// The column in Unicode scalars, from 1.
        public var column: Int

        /// Creates a place.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        /// Whether a place comes before another.
        public static func < (lhs: Self, rhs: Self) -> Bool { (lhs.line, lhs.column) < (rhs.line, rhs.column) }
    }

    /// One thing that is wrong.
    public struct Problem: Hashable, Sendable {
        /// The nested file it was found in; nil when it is the file of the error.
        public var file: String?
        /// Where it was found; nil when the file as a whole is meant.
        public var place: Place?
        /// The keys that lead there, as `agents.memory.duration`; empty at the top.
        public var keyPath: String
        /// What is wrong, and what to do.
        public var message: String

        /// Creates a problem.
        public init(_ message: String, at place: Place? = nil, keyPath: String = "") {
            self.message = message
            self.place = place
            self.keyPath = keyPath
        }
    }

    /// The most problems that an error keeps; further ones are counted only.
    public static let maximumProblems = 100

    /// What kind of trouble there was.
    public var code: Code
    /// The file as the caller named it.
    public var file: String
    /// The problems in the order of their places, those of nested files last, at most ``maximumProblems``.
    public var problems: [Problem]
    /// The number of problems that were found beyond those.
    public var omitted = 0

    /// Creates an error; problems are put in order, and those beyond ``maximumProblems`` counted with `omitted`.
    public init(_ code: Code, file: String, _ problems: [Problem], omitted: Int = 0) {
        self.code = code
        self.file = file
        let start = Place(line: 0, column: 0)
        let sorted = problems.enumerated().sorted {
            ($0.element.file ?? "", $0.element.place ?? start, $0.offset)
                < ($1.element.file ?? "", $1.element.place ?? start, $1.offset)
        }
        self.problems = sorted.prefix(Self.maximumProblems).map(\.element)
        self.omitted = omitted + max(problems.count - Self.maximumProblems, 0)
    }
}

extension WorkflowError: CustomStringConvertible {
    /// The problems, one a line: `file:line:column: key path: what is wrong, what to do`.
    public var description: String {
        let lines = self.problems.map { problem in
            let place = problem.place.map { ":\($0.line):\($0.column)" } ?? ""
            let path = problem.keyPath.isEmpty ? "" : "\(problem.keyPath): "
            return "\(problem.file ?? self.file)\(place): \(path)\(problem.message)"
        }
        let rest = self.omitted > 0 ? ["\(self.file): and \(self.omitted) more problems"] : []
        return (lines + rest).joined(separator: "\n")
    }
}
