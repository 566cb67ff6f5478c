extension WorkflowReader {
    /// Reads and checks the file of a nested workflow; its problems are problems of the outer file, and name the inner one.
    mutating func nestedWorkflow(_ node: DocumentNode, into nested: inout WorkflowAgent.Nested) {
        guard let text = self.text(node) else { return }
        do {
            let path = try self.files.resolve(text)
            nested.path = path
            guard let known = try self.known(path) else { return }
            try self.files.checkDepth(known.height)
            nested.workflow = known.workflow
            self.nestedAgents += known.agents
            self.nestedHeight = max(self.nestedHeight, known.height)
        } catch {
            return self.fail(error.message, at: node.place)
        }
        if self.nestedAgents > WorkflowFiles.maximumAgents {
            self.fail(
                "makes more than \(WorkflowFiles.maximumAgents) agents with those of nested files", at: node.place)
        }
    }

    /// Nil when the file has problems, which are then noted.
    private mutating func known(_ path: String) throws(WorkflowFiles.Refusal) -> WorkflowFiles.Known? {
        if let known = self.files.known(path) { return known }
        return try self.read(path)
    }

    private mutating func read(_ path: String) throws(WorkflowFiles.Refusal) -> WorkflowFiles.Known? {
        let bytes = try self.files.enter(path)
        let file = self.files.folder + path
        let reading = WorkflowReading(bytes, file: file, self.files)
        self.files = reading.files
        guard reading.problems.isEmpty else {
            self.files.leave(with: nil)
            self.note(reading.problems, omitted: reading.omitted, of: file)
            return nil
        }
        var workflow = reading.workflow
        workflow.moveDocuments(into: path)
        let known = WorkflowFiles.Known(
            workflow: workflow, agents: workflow.agents.count + reading.nestedAgents, height: 1 + reading.nestedHeight)
        self.files.leave(with: known)
        return known
    }
}

extension Workflow {
    /// Makes the folders that agents search relative to the outermost file instead of to this one.
    fileprivate mutating func moveDocuments(into path: String) {
        guard let slash = path.lastIndex(of: "/") else { return }
        for index in self.agents.indices {
            self.agents[index].kind.moveDocuments(into: path[...slash])
            self.agents[index].fallbackKind?.moveDocuments(into: path[...slash])
        }
    }
}

extension WorkflowAgent.Kind {
    fileprivate mutating func moveDocuments(into folder: Substring) {
        guard case .documents(var search) = self, !search.path.hasPrefix("/"), !search.path.hasPrefix("~") else {
            return
        }
        search.path = folder + search.path
        self = .documents(search)
    }
}
