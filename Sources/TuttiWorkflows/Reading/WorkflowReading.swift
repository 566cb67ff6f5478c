/// One file that has been read and checked, with everything that is wrong with it.
struct WorkflowReading {
    private(set) var workflow: Workflow
    private(set) var problems: [WorkflowError.Problem]
    private(set) var omitted = 0
    private(set) var files: WorkflowFiles
    /// The agents of nested workflows.
    private(set) var nestedAgents = 0
    /// The nested files that lie inside of each other.
    private(set) var nestedHeight = 0

    init(_ bytes: [UInt8], file: String, _ files: WorkflowFiles) {
        self.workflow = Workflow(name: Self.name(of: file))
        self.files = files
        let root: DocumentNode
        do {
            root = try DocumentParser.parse(bytes)
        } catch {
            self.problems = [error.problem]
            return
        }
        var reader = WorkflowReader(files)
        self.workflow = reader.workflow(root, named: self.workflow.name)
        var checks = WorkflowChecks(self.workflow, reader)
        checks.run()
        self.problems = reader.problems + checks.problems
        self.omitted = reader.omitted
        self.files = reader.files
        self.nestedAgents = reader.nestedAgents
        self.nestedHeight = reader.nestedHeight
    }

    private static func name(of file: String) -> String {
        let last = file.split(separator: "/").last ?? "workflow"
        for ending in [".yaml", ".yml", ".json"] where last.hasSuffix(ending) && last.count > ending.count {
            return String(last.dropLast(ending.count))
        }
        return last.isEmpty ? "workflow" : String(last)
    }
}
