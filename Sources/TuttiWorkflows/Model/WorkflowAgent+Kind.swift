internal import TuttiCore

extension WorkflowAgent.Kind {
    /// The word at `kind` in a file.
    package var name: String {
        switch self {
        case .simulated: WorkflowAgent.Simulated.kind
        case .command: WorkflowAgent.Command.kind
        case .llm: WorkflowAgent.LLM.kind
        case .mcp: WorkflowAgent.MCP.kind
        case .memory: WorkflowAgent.Memory.kind
        case .documents: WorkflowAgent.Documents.kind
        case .workflow: WorkflowAgent.Nested.kind
        }
    }

    /// What a call changes outside of the run when the file does not say.
    ///
    /// Questions change nothing; of a program and a tool nobody knows; a workflow changes what its agents do.
    var usualSideEffects: SideEffects {
        switch self {
        case .simulated, .llm, .memory, .documents: .none
        case .command, .mcp: .external
        case .workflow(let nested): nested.workflow.sideEffects
        }
    }

    /// The kind with the most important of its settings, for a drawing.
    var words: String {
        switch self {
        case .llm(let llm): "llm" + (llm.model.map { " \($0)" } ?? "")
        case .workflow(let nested): "workflow \(nested.path)"
        default: self.name
        }
    }
}

extension Workflow {
    /// The worst that any of its agents does.
    fileprivate var sideEffects: SideEffects {
        let all = self.agents.flatMap {
            [$0.effectiveSideEffects] + ($0.fallbackKind.map { [$0.usualSideEffects] } ?? [])
        }
        return all.contains(.external) ? .external : all.contains(.idempotent) ? .idempotent : .none
    }
}
