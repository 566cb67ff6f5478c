internal import TuttiCore
internal import TuttiMCP

/// Collects what tool servers answered and writes the output of the agent.
struct ToolReport {
    private let today: CalendarDay
    private let maximumLines: Int
    private var servers: [String] = []
    private var tasks: [ToolTaskList.Source] = []
    private var sawTasks = false
    private var others: [ToolTaskList.Line] = []
    private(set) var failures: [MCPError] = []

    init(today: CalendarDay, maximumLines: Int) {
        self.today = today
        self.maximumLines = max(1, maximumLines)
    }

    mutating func add(_ answers: ServerAnswers) {
        self.servers.append(answers.server)
        for failure in answers.failures { self.add(failure) }
        for (call, answer) in answers.answers {
            switch answer {
            case .tasks(let tasks):
                self.sawTasks = true
                self.tasks += tasks.map { ToolTaskList.Source(server: call.server, task: $0) }
            case .lines(let lines):
                self.others += lines.map { ToolTaskList.Line(server: call.server, text: "\(call.tool): \($0)") }
            }
        }
    }

    /// Adds a failure, once: a server that does not start fails for whoever waits for it.
    mutating func add(_ failure: MCPError) {
        let isKnown = self.failures.contains { known in
            known == failure
                || known.server == failure.server && known.code == failure.code && failure.code != .toolError
        }
        if !isKnown { self.failures.append(failure) }
    }

    /// - Throws: ``MCPError`` when there is nothing but failures.
    func output() throws(MCPError) -> AgentOutput {
        guard self.sawTasks || !self.others.isEmpty else { return try self.emptyOutput() }
        let list = ToolTaskList(self.tasks, today: self.today)
        let shown = list.lines(limit: self.maximumLines)
        let rest = self.others.prefix(self.maximumLines - shown.count)
        let isMixed = Set(shown.map(\.server)).count > 1
        var text = self.sawTasks ? [list.summary] : []
        text += shown.map { "• \($0.text)" + (isMixed ? " — \($0.server)" : "") }
        if shown.count < list.count { text.append("… and \(list.count - shown.count) more open tasks") }
        text += rest.map { "• \($0.text)" }
        if rest.count < self.others.count { text.append("… and \(self.others.count - rest.count) more lines") }
        let citations = (shown + rest).map { Citation(source: $0.server, quote: $0.text) }
        return AgentOutput(text.joined(separator: "\n"), citations: citations)
    }

    private func emptyOutput() throws(MCPError) -> AgentOutput {
        switch self.failures.count {
        case 0:
            let names = self.servers.joined(separator: ", ")
            return AgentOutput("No tool of \(names) fits the question and may be called without asking.")
        case 1: throw self.failures[0]
        default:
            let all = self.failures.map(\.description).joined(separator: "; ")
            throw MCPError(self.failures[0].code, "no tool server could be asked: \(all)")
        }
    }
}
