/// Why a program could not be run, or how it failed.
///
/// A cancelled task gets `CancellationError`, not this type.
public struct ProcessError: Error, Hashable, Sendable {
    /// The kind of failure; more may be added, so a `switch` needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Wrapped: String {
            case notFound, notExecutable, argumentsTooLong, tooManyOpenFiles, badWorkingDirectory, badArgument
            case couldNotStart, failed, outputTooLarge, notReading
        }

        private let wrapped: Wrapped

        /// There is no such program, or the interpreter of its first line does not exist.
        public static let notFound = Self(wrapped: .notFound)
        /// The file is there, but may not or cannot be executed.
        public static let notExecutable = Self(wrapped: .notExecutable)
        /// The arguments and the environment together are above the limit of the system.
        public static let argumentsTooLong = Self(wrapped: .argumentsTooLong)
        /// This process, or the system, has no file descriptor left.
        public static let tooManyOpenFiles = Self(wrapped: .tooManyOpenFiles)
        /// The working directory does not exist or is no directory.
        public static let badWorkingDirectory = Self(wrapped: .badWorkingDirectory)
        /// There is no program, or an argument or variable cannot be passed to one.
        public static let badArgument = Self(wrapped: .badArgument)
        /// The system would not start the program for another reason.
        public static let couldNotStart = Self(wrapped: .couldNotStart)
        /// The program ended without success; see ``ProcessError/exit``.
        public static let failed = Self(wrapped: .failed)
        /// The program wrote more than the limit, and was ended.
        public static let outputTooLarge = Self(wrapped: .outputTooLarge)
        /// The program does not read its input, or is gone.
        public static let notReading = Self(wrapped: .notReading)

        /// The name of the code: bounded, and safe as the label of a metric.
        public var description: String { self.wrapped.rawValue }
    }

    /// The kind of failure.
    public var code: Code
    /// The program as it was given.
    public var program: String
    /// What was wrong and what to do, without the name of the program.
    public var message: String
    /// How the program ended; nil when it was not started or its end is not known.
    public var exit: ProcessExit?
    /// What the program wrote to its standard error last.
    public var standardError: String

    /// Creates an error.
    public init(
        _ code: Code, program: String, _ message: String, exit: ProcessExit? = nil, standardError: String = ""
    ) {
        self.code = code
        self.program = program
        self.message = message
        self.exit = exit
        self.standardError = standardError
    }
}

extension ProcessError: CustomStringConvertible {
    /// The program, the message, and the last three lines of its standard error.
    public var description: String {
        let lines = self.standardError.split(whereSeparator: \.isNewline).suffix(3)
        let tail = lines.isEmpty ? "" : "; its standard error ends with: \(lines.joined(separator: " | "))"
        return "\(self.program): \(self.message)\(tail)"
    }
}
