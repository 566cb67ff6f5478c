internal import TuttiAgents
internal import TuttiCore
internal import TuttiSQLite

extension Assembly {
    /// The rules that the person has written, else the built-in ones.
    func selectionRules() throws(CommandFailure) -> SelectionRules {
        let path = self.folder.rulesPath
        let text: String?
        do { text = try TextFile.read(path, limit: SelectionRules.maximumLength) } catch {
            throw CommandFailure(.usage, "\(path): \(error)")
        }
        guard let text else { return .builtIn }
        do { return try SelectionRules(parsing: text, file: path) } catch {
            throw CommandFailure(.usage, "\(error)")
        }
    }

    /// Who was chosen for earlier questions; nothing when there were none, and with a warning when it cannot be read.
    func choices(of workflow: String) async -> ChoiceHistory {
        guard self.folder.hasDurations else { return ChoiceHistory() }
        let path = self.folder.durationsPath
        let loaded = await self.attempt("who was asked before is not known", within: Self.loadingLimit) {
            try await SQLiteChoiceStore(DatabaseFile.open(path)).history(of: workflow)
        }
        for problem in loaded?.problems ?? [] { self.console.warn(problem) }
        return loaded?.history ?? ChoiceHistory()
    }

    /// What earlier questions have taught: how long agents took, and who was chosen; the file is opened once for both.
    func experience(of workflow: String) async -> (durations: DurationHistory, choices: ChoiceHistory) {
        guard self.folder.hasDurations else { return (DurationHistory(), ChoiceHistory()) }
        let path = self.folder.durationsPath
        let loaded = await self.attempt("what earlier runs have taught is not known", within: Self.loadingLimit) {
            let file = try await DatabaseFile.open(path)
            let durations = try await SQLiteDurationStore(file).history(of: workflow)
            let choices = try await SQLiteChoiceStore(file).history(of: workflow)
            return (durations.history, choices.history, durations.problems + choices.problems)
        }
        guard let (durations, choices, problems) = loaded else { return (DurationHistory(), ChoiceHistory()) }
        for problem in problems { self.console.warn(problem) }
        return (durations, choices)
    }

    /// Keeps what a question has taught: how long its agents took, and who was chosen.
    func keepExperience(_ report: CoordinationReport, of workflow: String) async {
        guard report.run.agents.contains(where: { $0.start != nil }) else { return }
        let (path, date) = (self.folder.durationsPath, self.host.now.secondsSince1970)
        // What could not be read was told of when the question was begun.
        _ = await self.attempt("what this question has taught is not kept", within: Self.keepingLimit) {
            let file = try await DatabaseFile.open(path)
            _ = try await SQLiteDurationStore(file).record(report.run, of: workflow, at: date)
            if let outcome = report.outcome {
                _ = try await SQLiteChoiceStore(file).record(outcome, of: workflow, at: date)
            }
        }
    }
}
