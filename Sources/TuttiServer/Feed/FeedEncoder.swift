package import TuttiAgents
internal import TuttiCore
internal import TuttiJSON

/// Writes the stream of all runs as server-sent events.
package enum FeedEncoder {
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
            self.text(
                position, "ready", ["now_ms": .integer(now.milliseconds), "resumed": .bool(isResumed)])
        case .gap(let position, let missed): self.text(position, "gap", ["missed": .integer(missed)])
        case .item(let position, .began(let entry)):
            self.text(position, "runBegan", ["entry": RunEncoder.json(entry, isFull: false)])
        case .item(let position, .ended(let entry)):
            self.text(position, "runEnded", ["entry": RunEncoder.json(entry, isFull: false)])
        case .item(let position, .told(let event)): self.text(position, event.kind.wireName, event.json)
        }
    }

    private static func text(_ position: FeedPosition, _ name: String, _ json: JSONValue) -> String {
        "id: \(position)\nevent: \(name)\ndata: \(json.serialized())\n\n"
    }
}
