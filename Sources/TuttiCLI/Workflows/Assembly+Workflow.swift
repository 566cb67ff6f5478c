internal import TuttiCore
internal import TuttiWorkflows

extension Assembly {
    /// Reads a workflow file.
    func loadWorkflow(_ file: String) throws(CommandFailure) -> Workflow {
        do { return try Workflow.load(path: file) } catch { throw CommandFailure(.usage, "\(error)") }
    }

    /// Puts a workflow in order.
    func plan(_ workflow: Workflow, _ makeAgent: (WorkflowAgent) throws -> any Agent) throws -> ExecutionPlan {
        do { return try workflow.makePlan(time: self.time, makeAgent) } catch let error as GraphError {
            throw CommandFailure(.usage, "\(error)")
        }
    }

    /// The folder of a file, with its last slash; documents that a workflow names are looked for there.
    func folder(of file: String) -> String {
        guard let slash = file.lastIndex(of: "/") else { return "" }
        return String(file[...slash])
    }
}
