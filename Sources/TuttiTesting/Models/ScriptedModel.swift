public import TuttiCore
public import TuttiModels

/// A language model that says what it was told to say, when it was told to, and remembers what it was asked.
///
/// Each call takes the next reply of the script; a call beyond its end fails, unless the last reply repeats. Nothing of
/// it touches a network or a clock but the one it is given.
public final class ScriptedModel: LanguageModel {
    /// One step of a reply.
    public enum Step: Sendable {
        /// Says a piece of text.
        case text(String)
        /// Waits.
        case wait(Duration)
        /// Tells the tokens.
        case usage(TokenUsage)
        /// Ends the answer.
        case finish(FinishReason)
        /// Fails.
        case fail(ModelError)
        /// Never goes on; notices when it is cancelled, or does not even do that.
        case hang(ignoringCancellation: Bool)
    }

    private struct State {
        var requests: [ModelRequest] = []
        var callsEnded = 0
    }

    /// Its name.
    public let name: String
    private let time: any TimeSource
    private let replies: [[Step]]
    private let repeatsLast: Bool
    private let state = Lock(State())

    /// Creates a model.
    ///
    /// - Parameters:
    ///   - replies: What it says, call by call.
    ///   - name: Its name.
    ///   - time: The clock that it waits on.
    ///   - repeatsLast: Whether calls beyond the script get the last reply again; otherwise they fail.
    public init(
        _ replies: [[Step]], name: String = "scripted", time: any TimeSource, repeatsLast: Bool = false
    ) {
        self.replies = replies
        self.name = name
        self.time = time
        self.repeatsLast = repeatsLast
    }

    /// What it was asked, call by call.
    public var requests: [ModelRequest] { self.state.withLock { $0.requests } }

    /// The calls that have ended: to the end, with an error, or cancelled.
    public var callsEnded: Int { self.state.withLock { $0.callsEnded } }

    /// Begins the next reply of the script, when the first event is asked for.
    public func stream(_ request: ModelRequest) -> ModelStream {
        ModelStream { [self] in
            let call = ScriptedCall(request, time: self.time)
            return {
                if call.steps == nil { call.steps = self.reply(to: request)[...] }
                return try await call.next { self.state.withLock { $0.callsEnded += 1 } }
            }
        }
    }

    private func reply(to request: ModelRequest) -> [Step] {
        let number = self.state.withLock { state in
            state.requests.append(request)
            return state.requests.count - 1
        }
        if self.replies.indices.contains(number) { return self.replies[number] }
        if self.repeatsLast, let last = self.replies.last { return last }
        let message = "call \(number + 1) of \(self.name) has no reply in a script of \(self.replies.count)"
        return [.fail(ModelError(.misconfigured, message))]
    }
}

extension [ScriptedModel.Step] {
    /// Says a text at once and ends.
    public static func reply(_ text: String) -> Self { [.text(text), .finish(.stop)] }

    /// Says a text word by word, waiting before each, and ends.
    public static func words(_ text: String, every interval: Duration) -> Self {
        var steps: Self = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let space = steps.isEmpty ? "" : " "
            steps += [.wait(interval), .text(space + word)]
        }
        return steps + [.finish(.stop)]
    }
}
