extension Workflow {
    /// Reads a workflow from the bytes of a YAML or JSON file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - file: Its name for messages; without its folder and ending it is the name of a workflow that has none.
    /// - Throws: ``WorkflowError`` with every problem of the file; that it nests another file is one.
    public init(parsing bytes: some Sequence<UInt8>, file: String) throws(WorkflowError) {
        try self.init(Array(bytes), file: file, WorkflowFiles(file: file, read: nil))
    }

    /// Reads a workflow from the text of a YAML or JSON file, as ``init(parsing:file:)`` of bytes does.
    ///
    /// - Throws: ``WorkflowError`` with every problem of the text.
    public init(parsing text: String, file: String) throws(WorkflowError) {
        try self.init(parsing: text.utf8, file: file)
    }

    /// Reads a workflow from a file, and those that it nests; blocks while they are read.
    ///
    /// - Throws: ``WorkflowError`` when the file cannot be read, and for everything that is wrong with it and with those
    ///   that it nests.
    public static func load(path: String) throws(WorkflowError) -> Workflow {
        let bytes: [UInt8]
        do {
            bytes = try WorkflowFile.read(path, maximumSize: DocumentParser.maximumSize)
        } catch {
            throw WorkflowError(.unreadable, file: path, [.init(error.message)])
        }
        let folder = WorkflowFiles(file: path, read: nil).folder
        return try Workflow(
            bytes, file: path,
            WorkflowFiles(file: path) { inner throws(WorkflowFile.ReadError) in
                try WorkflowFile.read(folder + inner, maximumSize: DocumentParser.maximumSize, below: folder)
            })
    }

    private init(_ bytes: [UInt8], file: String, _ files: WorkflowFiles) throws(WorkflowError) {
        let reading = WorkflowReading(bytes, file: file, files)
        guard reading.problems.isEmpty else {
            throw WorkflowError(.invalid, file: file, reading.problems, omitted: reading.omitted)
        }
        self = reading.workflow
    }
}
