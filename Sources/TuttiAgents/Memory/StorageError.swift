/// Why something could not be kept, found or read: memory, history, tasks and the folder of notes share it.
public struct StorageError: Error, Sendable {
    /// The kind of failure; new kinds may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case unavailable, unreadable, notADatabase, foreign, newerSchema, damaged
            case readOnly, busy, full, invalidInput, refused, tooLarge, failed
        }
        private let value: Value

        /// The name of the code.
        public var description: String { self.value.rawValue }

        /// The file or folder cannot be opened or created.
        public static let unavailable = Self(value: .unavailable)
        /// The folder or file exists and cannot be read.
        public static let unreadable = Self(value: .unreadable)
        /// The file is not an SQLite database.
        public static let notADatabase = Self(value: .notADatabase)
        /// The file is an SQLite database that another program wrote.
        public static let foreign = Self(value: .foreign)
        /// A newer version of this program wrote the file.
        public static let newerSchema = Self(value: .newerSchema)
        /// The file is damaged.
        public static let damaged = Self(value: .damaged)
        /// The file can be read and not written.
        public static let readOnly = Self(value: .readOnly)
        /// Another process holds the file for too long.
        public static let busy = Self(value: .busy)
        /// The disk is full, or a limit of it is reached.
        public static let full = Self(value: .full)
        /// What was handed in cannot be stored.
        public static let invalidInput = Self(value: .invalidInput)
        /// The path leads outside the folder, or to something that is never read.
        public static let refused = Self(value: .refused)
        /// The file or text is larger than allowed.
        public static let tooLarge = Self(value: .tooLarge)
        /// Anything else.
        public static let failed = Self(value: .failed)
    }

    /// The kind of failure.
    public var code: Code
    /// What was wrong, where, and what to do.
    public var message: String
    /// The error below, if there was one.
    public var cause: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension StorageError: CustomStringConvertible {
    /// The message; the cause is left to logs.
    public var description: String { self.message }
}
