import Testing
import TuttiCore
import TuttiJSON
import TuttiServer

@Suite struct ResponsesEncoderTests {
    private static let outcome = ChatOutcome(
        answer: "Hi you", finish: .whole, usage: Usage(inputTokens: 3, outputTokens: 4), details: JSONText(["run": "r"])
    )

    private static var encoder: ResponsesEncoder {
        ResponsesEncoder(run: RunID("r"), model: "m", created: 12, instructions: "Be kind", maximumTokens: 9)
    }

    private static func whole() throws -> JSONValue { try JSONValue(parsing: Self.encoder.whole(Self.outcome).bytes) }

    /// The events of a stream, each with its name checked against its type and its number against its place.
    private static func events(_ text: String) throws -> [JSONValue] {
        try text.split(separator: "\n\n").enumerated().map { index, event in
            let lines = event.split(separator: "\n")
            let json = try JSONValue(parsing: lines[1].dropFirst(6))
            #expect(lines.count == 2 && lines[0] == "event: \(json["type"]?.string ?? "")")
            #expect(json["sequence_number"]?.integer == index)
            return json
        }
    }

    @Test func `the whole answer is one object`() throws {
        #expect(
            try Self.whole() == [
                "background": false, "metadata": [:], "parallel_tool_calls": false, "previous_response_id": .null,
                "store": false, "temperature": .null, "text": ["format": ["type": "text"]], "tool_choice": "none",
                "tools": [], "top_p": .null, "truncation": "disabled", "id": "resp_r", "object": "response",
                "created_at": 12, "model": "m", "status": "completed", "instructions": "Be kind",
                "max_output_tokens": 9,
                "output": [
                    [
                        "id": "msg_r", "type": "message", "status": "completed", "role": "assistant",
                        "content": [["type": "output_text", "text": "Hi you", "annotations": [], "logprobs": []]],
                    ]
                ],
                "usage": [
                    "input_tokens": 3, "input_tokens_details": ["cached_tokens": 0, "cache_write_tokens": 0],
                    "output_tokens": 4, "output_tokens_details": ["reasoning_tokens": 0], "total_tokens": 7,
                ],
                "error": .null, "incomplete_details": .null, "tutti": ["run": "r"],
            ])
    }

    @Test func `a stream is named events in their order, numbered from nothing`() throws {
        var encoder = Self.encoder
        var text = encoder.opening()
        for piece in ["Hi ", "you"] { text += encoder.delta(piece) }
        let events = try Self.events(text + encoder.closing(Self.outcome))
        #expect(
            events.compactMap { $0["type"]?.string } == [
                "response.created", "response.in_progress", "response.output_item.added",
                "response.content_part.added", "response.output_text.delta", "response.output_text.delta",
                "response.output_text.done", "response.content_part.done", "response.output_item.done",
                "response.completed",
            ])
        #expect(events[0]["response"]?["status"] == "in_progress" && events[0]["response"]?["output"] == [])
        #expect(events[0]["response"]?["usage"] == .null)
        #expect(events[2]["item"]?["content"] == [] && events[2]["item"]?["id"] == "msg_r")
        #expect(events[4]["delta"] == "Hi " && events[4]["item_id"] == "msg_r" && events[4]["content_index"] == 0)
        #expect(events[6]["text"] == "Hi you" && events[7]["part"]?["text"] == "Hi you")
        #expect(events[8]["item"]?["status"] == "completed")
        #expect(try events[9]["response"] == Self.whole())
    }

    @Test func `an answer that is cut is incomplete`() throws {
        var outcome = Self.outcome
        outcome.finish = .length
        var encoder = Self.encoder
        let events = try Self.events(encoder.opening() + encoder.delta("Hi") + encoder.closing(outcome))
        let last = try #require(events.last)
        #expect(last["type"] == "response.incomplete" && last["response"]?["status"] == "incomplete")
        #expect(last["response"]?["incomplete_details"] == ["reason": "max_output_tokens"])
        #expect(last["response"]?["output"]?[0]?["content"]?[0]?["text"] == "Hi")
        #expect(last["response"]?["output"]?[0]?["status"] == "incomplete")
    }

    @Test func `no answer is a response that has failed`() throws {
        var encoder = Self.encoder
        let failed = ChatOutcome(answer: nil, finish: .length, error: ChatOutcome.tooLate)
        let events = try Self.events(encoder.opening() + encoder.failing(failed))
        #expect(events.last?["type"] == "response.failed")
        let error: JSONValue = ["code": "server_error", "message": "no answer by the deadline"]
        #expect(events.last?["response"]?["error"] == error && events.last?["response"]?["output"] == [])
    }

    @Test func `an answer without a text is an item as well`() throws {
        var encoder = Self.encoder
        let events = try Self.events(encoder.opening() + encoder.closing(ChatOutcome(answer: "", finish: .whole)))
        #expect(events.count == 8)
        #expect(events.last?["response"]?["output"]?[0]?["content"]?[0]?["text"] == "")
    }
}
