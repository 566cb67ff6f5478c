#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif
public import TuttiMCP

/// Three weeks of somebody's life, so that a first question has something to be answered from.
///
/// A journal with past conversations, four notes and seven tasks of one person who does not exist. All dates are
/// relative to a day that is passed in, so that "overdue" and "last week" are true whenever it is installed.
public struct SampleLife: Sendable {
    /// A note, one file.
    public struct Note: Hashable, Sendable {
        /// The name of the file.
        public var name: String
        /// Its Markdown.
        public var text: String
    }

    /// A task that is to be done.
    public struct ToDo: Hashable, Sendable {
        /// What is to be done.
        public var title: String
        /// The day it is due.
        public var due: CalendarDay
        /// How important it is.
        public var priority: TaskPriority
    }

    /// What an installation added; zeros when everything was there.
    public struct Installed: Hashable, Sendable {
        /// The number of files written.
        public var notes = 0
        /// The number of memories added.
        public var entries = 0
        /// The number of tasks added.
        public var tasks = 0
    }

    /// The day on which all of this is looked back at.
    public let today: CalendarDay

    /// Creates the life as it looks on a day.
    public init(today: CalendarDay) { self.today = today }

    /// Adds what is missing to the places that are given.
    ///
    /// A file, a memory (by its id) or a task (by its title) that is there already is left as it is, so that calling
    /// this twice changes nothing and edits survive.
    /// - Parameter notesFolder: The folder for the notes; created with the mode 0700 when it is missing.
    /// - Throws: ``StorageError`` and whatever the stores throw; what was added before stays.
    public func install(
        notesFolder: String? = nil, memory: (any MemoryStore)? = nil, tasks: (any TaskStore)? = nil
    ) async throws -> Installed {
        var installed = Installed()
        if let notesFolder {
            try FolderCreation.make(notesFolder)
            for note in self.notes where try Self.write(note, to: notesFolder) { installed.notes += 1 }
        }
        if let memory {
            let known = Set(try await memory.recent(limit: 1000).map(\.id))
            let missing = self.entries.filter { !known.contains($0.id) }
            try await memory.add(missing)
            installed.entries = missing.count
        }
        if let tasks {
            let known = Set(try await tasks.list(status: nil).map(\.title))
            for task in self.tasks where !known.contains(task.title) {
                _ = try await tasks.add(title: task.title, due: task.due.description, priority: task.priority)
                installed.tasks += 1
            }
        }
        return installed
    }

    /// Writes a note unless there is a file of its name; says whether it did.
    private static func write(_ note: Note, to folder: String) throws(StorageError) -> Bool {
        let path = "\(folder)/\(note.name)"
        let value = open(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if value < 0, errno == EEXIST { return false }
        guard value >= 0 else { throw Self.failure(path) }
        let file = FileDescriptor(value)
        var rest = Array(note.text.utf8)[...]
        while !rest.isEmpty {
            let count = file.write(rest)
            guard count > 0 else {
                let error = Self.failure(path)
                unlink(path)  // half a note would be taken for the whole one the next time
                throw error
            }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func failure(_ path: String) -> StorageError {
        StorageError(.unavailable, "cannot write the sample note \"\(path)\": \(String(cString: strerror(errno))).")
    }
}
