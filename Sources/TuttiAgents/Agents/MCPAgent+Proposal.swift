internal import TuttiCore
internal import TuttiMCP
internal import TuttiModels

extension MCPAgent {
    /// The calls that the model proposes; nil without a model, without tools, and when its proposal does not hold.
    func proposedCalls(
        _ context: AgentContext, _ today: CalendarDay, _ budget: TimeBudget, _ report: inout ToolReport
    ) async -> [ToolCall]? {
        guard let model else { return nil }
        let patience = budget.limit(self.configuration.startupPatience, share: 0.4)
        let connections = await self.connections(within: patience, &report)
        let proposal = ToolProposal(connections, policy: self.policy)
        guard !proposal.isEmpty else { return nil }
        var request = proposal.request(question: context.text, today: today)
        request.timeout = budget.limit(self.configuration.proposalTimeout, share: 0.4)
        do {
            let response = try await context.answer(of: model, to: request)
            let calls = try proposal.calls(from: response.text)
            return calls.isEmpty ? nil : calls
        } catch {
            let reason = (error as? ToolProposal.Refusal)?.message ?? "\(error)"
            context.warn("The tools were chosen by their names, not by \(model.name): \(reason)")
            return nil
        }
    }

    private func connections(within limit: Duration, _ report: inout ToolReport) async -> [ToolConnection] {
        let registry = self.registry
        let results = await withTaskGroup(of: (Int, Result<ToolConnection, MCPError>).self) { group in
            for (index, server) in registry.names.enumerated() {
                group.addTask {
                    do {
                        return (index, .success(try await registry.connection(named: server, within: limit)))
                    } catch {
                        return (index, .failure(Self.failure(error, server)))
                    }
                }
            }
            return await group.reduce(into: [(Int, Result<ToolConnection, MCPError>)]()) { $0.append($1) }
        }
        return results.sorted { $0.0 < $1.0 }.compactMap { _, result in
            switch result {
            case .success(let connection): return connection
            case .failure(let error):
                report.add(error)
                return nil
            }
        }
    }
}
