internal import TuttiAgents
internal import TuttiCore
internal import TuttiJSON

/// Writes an answer for a voice while it grows: a JSON line for each chunk, and one at the end. Times count from the
/// question.
struct SpeechPresenter: Sendable {
    private let output: Console.Stream
    private let time: any TimeSource
    private let startedAt: Duration

    init(output: Console.Stream, time: any TimeSource) {
        self.output = output
        self.time = time
        self.startedAt = time.now
    }

    /// Asks a question and writes what is to be spoken of its answer.
    func present(
        _ question: Question, by orchestrator: Orchestrator, within deadline: Duration?
    ) async throws -> CoordinationReport {
        let coordination = try orchestrator.begin(question, within: deadline)
        let speaker = AnswerSpeaker(time: self.time) { line in
            // Whoever went away hears nothing of it, and it would be paid for.
            if !self.write(line) { coordination.cancel() }
        }
        let report = await speaker.speak(coordination)
        self.write(["done": true, "status": .string(report.status.rawValue), "t": self.elapsed])
        return report
    }

    private func write(_ line: SpokenAnswer.Line) -> Bool {
        switch line {
        case .chunk(let number, let text, let speak):
            self.write(["chunk": .integer(number), "t": self.elapsed, "text": .string(text), "speak": .string(speak)])
        case .restart: self.write(["restart": true, "t": self.elapsed])
        }
    }

    @discardableResult
    private func write(_ object: JSONValue) -> Bool { self.output.deliver(raw: object.serialized() + "\n") }

    private var elapsed: JSONValue { .integer(Int((self.time.now - self.startedAt).milliseconds)) }
}
