package import TuttiCore

/// Follows the answer to a question and tells what a voice is to speak, as soon as it can be spoken.
///
/// Also when a model falls silent in the middle of a sentence: what it has said is spoken after
/// ``TextChunker/Configuration/maximumAge``. What several attempts say never mixes.
package actor AnswerSpeaker {
    private let time: any TimeSource
    private let onLine: @Sendable (SpokenAnswer.Line) -> Void
    private var answer = AnswerStream()
    private var spoken: SpokenAnswer
    /// The deadlines of the text that is held; the newest alone counts, since none is ever before an earlier one.
    private let deadlines = AsyncStream.makeStream(of: Duration.self, bufferingPolicy: .bufferingNewest(1))

    /// Creates a speaker for one answer.
    ///
    /// - Parameters:
    ///   - time: The clock of the run.
    ///   - onLine: Gets each line, one after another.
    package init(
        time: any TimeSource, configuration: TextChunker.Configuration = .init(),
        onLine: @escaping @Sendable (SpokenAnswer.Line) -> Void
    ) {
        self.time = time
        self.spoken = SpokenAnswer(configuration)
        self.onLine = onLine
    }

    /// Speaks the answer to its end and returns the report; a cancelled task cancels the run, and nothing more is spoken.
    package func speak(_ coordination: Coordination) async -> CoordinationReport {
        let report = await withTaskGroup(of: Void.self) { group in
            group.addTask { for await event in coordination.events { await self.take(event) } }
            group.addTask { await self.speakAged() }
            let report = await coordination.report()
            // The end of the events; who waits for text to age ends only when it is cancelled.
            await group.next()
            group.cancelAll()
            return report
        }
        // Whoever interrupts wants to hear no more.
        if !Task.isCancelled { self.conclude(report) }
        return report
    }

    private func take(_ event: RunEvent) {
        switch self.answer.heard(event.kind) {
        case .append(let text): self.tell(self.spoken.append(text, at: self.time.now))
        case .restart(let text): self.tell(self.spoken.restart(text, at: self.time.now))
        case .ignore: break
        }
    }

    private func speakAged() async {
        for await deadline in self.deadlines.stream {
            // Throws when the answer is at its end, and then nothing is old enough yet.
            try? await self.time.sleep(until: deadline)
            self.tell(self.spoken.timePassed(to: self.time.now))
        }
    }

    private func conclude(_ report: CoordinationReport) {
        let isReplaced = self.answer.hasBegun && !self.answer.isWhole
        if let text = report.answer, isReplaced || !self.answer.hasBegun {
            self.tell(self.spoken.restart(text, at: self.time.now))
        }
        self.tell(self.spoken.finish())
    }

    private func tell(_ lines: [SpokenAnswer.Line]) {
        for line in lines { self.onLine(line) }
        if let deadline = self.spoken.nextDeadline { self.deadlines.continuation.yield(deadline) }
    }
}
