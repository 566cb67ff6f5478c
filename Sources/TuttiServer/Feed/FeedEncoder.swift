package import TuttiAgents
internal import TuttiCore
internal import TuttiJSON

/// Writes the stream of all runs as server-sent events.
package enum FeedEncoder {
    /// The most characters of a question: who wants all of it asks for the run.
    private static let maximumInput = 1_000

    /// A run that began or ended, as lists have it.
    static func text(_ entry: RunEntry) -> String {
        var entry = entry
        entry.question = String(entry.question.prefix(Self.maximumInput))
        return RunEncoder.json(entry, isFull: false).serialized()
    }

    /// Some messages, one behind the other.
    ///
    /// - Parameter now: The wall clock, which the first message tells.
    package static func text(_ messages: [RunFeed.Message], now: Timestamp) -> String {
        messages.map { Self.text($0, now: now) }.joined()
    }

    private static func text(_ message: RunFeed.Message, now: Timestamp) -> String {
        switch message {
        case .heartbeat: ":\n\n"
        case .ready(let position, let isResumed):
            self.text(position, "ready", #"{"now_ms":\#(now.milliseconds),"resumed":\#(isResumed)}"#)
        case .gap(let position, let missed): self.text(position, "gap", #"{"missed":\#(missed)}"#)
        case .item(let position, .began(_, let entry)): self.text(position, "runBegan", #"{"entry":\#(entry)}"#)
        case .item(let position, .ended(_, let entry)): self.text(position, "runEnded", #"{"entry":\#(entry)}"#)
        case .item(let position, .told(let event)):
            self.text(position, event.kind.wireName, event.json.serialized())
        }
    }

    /// - Parameter json: One line.
    private static func text(_ position: FeedPosition, _ name: String, _ json: String) -> String {
        "id: \(position)\nevent: \(name)\ndata: \(json)\n\n"
    }
}
