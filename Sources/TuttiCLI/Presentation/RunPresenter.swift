internal import TuttiCore
internal import TuttiJSON

/// Shows a run while it goes: live lines on a terminal, plain lines elsewhere, JSON lines when asked, then the answer.
actor RunPresenter {
    private let console: Console
    private let mode: OutputMode
    private let time: any TimeSource
    private let startedAt: Duration
    private var model = ProgressModel()
    private var headline: String?
    private var drawnLines = 0
    private var frame = 0
    private var wrapper: LineWrapper
    private var hasStreamed = false
    private var answer = AnswerStream()
    private var streamsAnswer: Bool { self.mode == .text }

    init(console: Console, mode: OutputMode, time: any TimeSource) {
        self.console = console
        self.mode = mode
        self.time = time
        self.startedAt = time.now
        self.wrapper = LineWrapper(width: min(console.width, 100))
    }

    /// Follows a run to its end and returns what came of it; a cancelled task cancels the run.
    func follow<Outcome: Sendable>(_ events: RunEvents, to outcome: @escaping @Sendable () async -> Outcome) async
        -> Outcome
    {
        let result = await withTaskGroup(of: Void.self) { group in
            group.addTask { for await event in events { await self.take(event) } }
            if self.isLive { group.addTask { await self.tickUntilCancelled() } }
            let result = await outcome()
            // The end of the events; the ticker ends only when it is cancelled.
            await group.next()
            group.cancelAll()
            return result
        }
        self.settle()
        return result
    }

    /// Shows what is being done before the agents are known.
    func announce(_ headline: String) {
        self.headline = headline
        self.draw()
    }

    /// Stops showing what is being done before the agents are known.
    func endAnnouncement() {
        self.headline = nil
        self.draw()
    }

    /// Shows the answer, unless it was streamed, then the timeline and the warnings.
    func conclude(_ conclusion: Conclusion) {
        switch self.mode {
        case .json: self.console.output.write(raw: conclusion.json.serialized(pretty: true) + "\n")
        case .events, .speech: break
        case .text, .quiet:
            self.showAnswer(conclusion.output)
            if self.mode == .text { self.showDetails(of: conclusion) }
        }
    }

    // MARK: Events

    func take(_ event: RunEvent) {
        if self.mode == .events { self.console.output.write(raw: event.json.serialized() + "\n") }
        self.headline = nil
        let before = self.model
        self.model.apply(event)
        if self.streamsAnswer { self.show(self.answer.heard(event.kind)) }
        guard case .answerDelta = event.kind else {
            return self.isLive ? self.draw() : self.printChange(from: before)
        }
    }

    private func show(_ order: AnswerStream.Order) {
        switch order {
        case .append(let text): self.stream(text)
        case .restart(let text):
            self.endBrokenAnswer()
            self.stream(text)
        case .ignore: break
        }
    }

    /// What is on the terminal cannot be taken back.
    private func endBrokenAnswer() {
        self.console.output.write(self.wrapper.finish() + "\n\n")
        self.console.warn("the answer broke off there; another one begins")
    }

    func stream(_ text: String) {
        guard self.streamsAnswer else { return }
        if !self.hasStreamed {
            // The one that streams needs no line: its words are coming.
            self.draw(includingRunning: false)
            self.drawnLines = 0
            self.hasStreamed = true
            if self.isLive { self.console.error.writeLine() }
        }
        self.console.output.write(self.console.output.isTerminal ? self.wrapper.append(text.terminalSafe) : text)
    }

    func showAnswer(_ output: String?) {
        let isReplaced = self.answer.hasBegun && !self.answer.isWhole && output != nil
        if self.hasStreamed, !isReplaced {
            self.console.output.write(self.wrapper.finish() + "\n")
        } else if let output {
            if isReplaced { self.endBrokenAnswer() }
            if self.isLive, !self.hasStreamed { self.console.error.writeLine() }
            self.console.output.writeLine(self.wrapped(output))
        }
    }

    private func showDetails(of conclusion: Conclusion) {
        self.console.error.writeLine()
        let timeline = conclusion.run.timeline(width: min(self.console.width, 100))
        for line in timeline.split(separator: "\n") { self.console.error.writeLine(String(line)) }
        for warning in WarningDigest(conclusion.warnings).lines { self.console.warn(warning) }
        for agent in conclusion.run.agents where agent.state != .succeeded {
            guard let error = agent.error, !conclusion.warnings.contains(where: { $0.contains(error) }) else {
                continue
            }
            self.console.warn("'\(agent.name)': \(error)")
        }
    }

    private func wrapped(_ text: String) -> String {
        guard self.console.output.isTerminal else { return text }
        var wrapper = LineWrapper(width: min(self.console.width, 100))
        return wrapper.append(text) + wrapper.finish()
    }

    // MARK: Drawing

    /// Lines that change need a terminal to change on, and one that nobody else writes to.
    private var isLive: Bool { self.mode == .text && self.console.error.isTerminal && self.console.error.hasColor }

    private func tickUntilCancelled() async {
        // The sleep throws when the group is cancelled, which ends this.
        while (try? await self.time.sleep(for: .milliseconds(100))) != nil { self.tick() }
    }

    private func tick() {
        self.frame += 1
        if !self.hasStreamed { self.draw() }
    }

    private func draw(includingRunning: Bool = true) {
        guard self.isLive, !self.hasStreamed else { return }
        let error = self.console.error
        var text = self.drawnLines > 0 ? "\u{1B}[\(self.drawnLines)A\r" : ""
        let elapsed = self.time.now - self.startedAt
        let now = max(self.model.time, elapsed)
        var lines = self.model.agents.compactMap { agent -> String? in
            guard let (symbol, line) = ProgressModel.line(for: agent, at: now) else { return nil }
            guard includingRunning || symbol != .running else { return nil }
            return self.mark(symbol) + " " + String(line.terminalSafe.prefix(self.console.width - 3))
        }
        if let headline {
            lines.append(error.styled(Self.frames[self.frame % Self.frames.count], .cyan) + " " + headline)
        }
        for line in lines { text += "\u{1B}[2K" + line + "\n" }
        text += "\u{1B}[J"
        self.drawnLines = lines.count
        error.write(raw: text)
    }

    private static let frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

    private func mark(_ symbol: ProgressModel.Symbol) -> String {
        let error = self.console.error
        return switch symbol {
        case .waiting: error.styled("·", .dim)
        case .running: error.styled(Self.frames[self.frame % Self.frames.count], .cyan)
        case .succeeded: error.styled("✓", .green)
        case .failed: error.styled("✗", .red)
        case .skipped: error.styled("–", .yellow)
        }
    }

    /// Leaves the lines as they are now and goes on below them.
    private func settle() {
        self.draw()
        self.drawnLines = 0
    }

    private func printChange(from before: ProgressModel) {
        guard self.mode == .text else { return }
        for (index, agent) in self.model.agents.enumerated() {
            let old = before.agents.indices.contains(index) ? before.agents[index].state : .waiting
            guard old != agent.state else { continue }
            if case .running(_, let attempt) = agent.state {
                self.console.error.writeLine("\(agent.name)  started" + (attempt > 1 ? ", attempt \(attempt)" : ""))
            } else {
                guard let line = ProgressModel.line(for: agent, at: self.model.time) else { continue }
                self.console.error.writeLine(line.text)
            }
        }
    }
}
