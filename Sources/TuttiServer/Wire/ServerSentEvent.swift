package import TuttiCore
package import TuttiJSON

/// Writes server-sent events. JSON on one line has no line end in it, so nothing in a text can end an event.
package enum ServerSentEvent {
    /// The end of a stream of chat completions.
    package static let done = "data: [DONE]\n\n"

    /// An event without a name and a number.
    package static func encoded(_ json: JSONText) -> String { "data: \(json.text)\n\n" }

    /// An event that is named as its member `type` is, by us.
    package static func encoded(_ name: StaticString, _ writeMembers: (inout JSONWriter) -> Void) -> String {
        let json = JSONText.object { json in
            json.member("type", "\(name)")
            writeMembers(&json)
        }
        return "event: \(name)\ndata: \(json.text)\n\n"
    }

    /// An event of a run, with its number for `Last-Event-ID`.
    package static func encoded(_ event: RunEvent) -> String {
        "id: \(event.sequence)\nevent: \(event.kind.wireName)\ndata: \(event.json.serialized())\n\n"
    }

    /// The number of the event behind which a reader goes on; 0 without a header.
    ///
    /// - Throws: ``APIError`` 400 for anything but a number from 0.
    package static func lastEventID(_ header: String?) throws(APIError) -> Int {
        guard let header, !header.isEmpty else { return 0 }
        guard let number = Int(header), number >= 0 else {
            throw .invalid("Last-Event-ID must be the number of an event", "Last-Event-ID")
        }
        return number
    }
}
