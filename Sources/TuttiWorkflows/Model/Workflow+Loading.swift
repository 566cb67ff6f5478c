extension Workflow {
    /// Reads a workflow from the bytes of a YAML or JSON file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - file: Its name for messages; without its folder and ending it is the name of a workflow that has none.
    /// - Throws: ``WorkflowError`` with every problem of the file.
    public init(parsing bytes: some Sequence<UInt8>, file: String) throws(WorkflowError) {
        let root: DocumentNode
        do {
            root = try DocumentParser.parse(Array(bytes))
        } catch {
            throw WorkflowError(.invalid, file: file, [error.problem])
        }
        var reader = WorkflowReader()
        let workflow = reader.workflow(root, named: Self.name(of: file))
        var checks = WorkflowChecks(workflow, reader)
        checks.run()
        let problems = reader.problems + checks.problems
        guard problems.isEmpty else { throw WorkflowError(.invalid, file: file, problems, omitted: reader.omitted) }
        self = workflow
    }

    /// Reads a workflow from the text of a YAML or JSON file, as ``init(parsing:file:)`` of bytes does.
    ///
    /// - Throws: ``WorkflowError`` with every problem of the text.
    public init(parsing text: String, file: String) throws(WorkflowError) {
        try self.init(parsing: text.utf8, file: file)
    }

    /// Reads a workflow from a file; blocks while it is read.
    ///
    /// - Throws: ``WorkflowError`` when the file cannot be read, and for everything that is wrong with it.
    public static func load(path: String) throws(WorkflowError) -> Workflow {
        let bytes: [UInt8]
        do {
            bytes = try WorkflowFile.read(path, maximumSize: DocumentParser.maximumSize)
        } catch {
            throw WorkflowError(.unreadable, file: path, [.init(error.message)])
        }
        return try Workflow(parsing: bytes, file: path)
    }

    private static func name(of file: String) -> String {
        let last = file.split(separator: "/").last ?? "workflow"
        for ending in [".yaml", ".yml", ".json"] where last.hasSuffix(ending) && last.count > ending.count {
            return String(last.dropLast(ending.count))
        }
        return last.isEmpty ? "workflow" : String(last)
    }
}
