import Testing
import TuttiCore
import TuttiJSON
import TuttiServer

@Suite struct ChatCompletionEncoderTests {
    private static let outcome = ChatOutcome(
        answer: "Hi", finish: .length, usage: Usage(inputTokens: 3, outputTokens: 4),
        details: JSONText(["run": "r", "missing": []]))

    private func encoder(includesUsage: Bool = false) -> ChatCompletionEncoder {
        ChatCompletionEncoder(run: RunID("r"), model: "tutti/coach", created: 12, includesUsage: includesUsage)
    }

    @Test func `the whole answer is one object`() {
        #expect(
            self.encoder().whole(Self.outcome).text
                == #"{"id":"chatcmpl-r","object":"chat.completion","created":12,"model":"tutti/coach","#
                + #""choices":[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null},"logprobs":null,"#
                + #""finish_reason":"length"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7},"#
                + #""tutti":{"run":"r","missing":[]}}"#)
    }

    @Test func `a stream says who speaks, what, and why it ends`() {
        let head = #"data: {"id":"chatcmpl-r","object":"chat.completion.chunk","created":12,"model":"tutti/coach","#
        let encoder = self.encoder()
        #expect(
            encoder.opening() == head
                + #""choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"#
                + #""finish_reason":null}]}"# + "\n\n")
        #expect(
            encoder.delta("a\nb") == head
                + #""choices":[{"index":0,"delta":{"content":"a\nb"},"logprobs":null,"finish_reason":null}]}"# + "\n\n")
        #expect(
            encoder.closing(Self.outcome) == head
                + #""choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"length"}],"#
                + #""tutti":{"run":"r","missing":[]}}"# + "\n\ndata: [DONE]\n\n")
        #expect(encoder.failing(Self.outcome).hasPrefix(#"data: {"error":{"message":"no agent gave a result","#))
    }

    @Test(
        arguments: [(.whole, "stop"), (.stopSequence("x"), "stop"), (.length, "length")]
            as [(ChatOutcome.Finish, String)])
    func `why it ends is said in two words`(finish: ChatOutcome.Finish, reason: String) throws {
        let whole = try JSONValue(parsing: self.encoder().whole(ChatOutcome(answer: "Hi", finish: finish)).bytes)
        #expect(whole["choices"]?[0]?["finish_reason"]?.string == reason)
    }

    @Test func `who asks for the usage gets it in a chunk of its own, and null in the others`() throws {
        let encoder = self.encoder(includesUsage: true)
        let chunks = try (encoder.opening() + encoder.delta("x") + encoder.closing(Self.outcome))
            .split(separator: "\n\n").dropLast().map { try JSONValue(parsing: $0.dropFirst(6)) }
        #expect(chunks.count == 4)
        for chunk in chunks.dropLast() { #expect(chunk["usage"] == .null) }
        #expect(chunks.last?["choices"] == [])
        #expect(chunks.last?["usage"]?["total_tokens"] == 7)
    }

    @Test func `no text can end an event of a stream`() {
        for text in ["\n\ndata: x", "\r\r", "\u{2028}", "\u{85}"] {
            let event = self.encoder().delta(text)
            #expect(event.hasPrefix("data: {") && event.hasSuffix("}\n\n"))
            #expect(event.dropLast(2).unicodeScalars.allSatisfy { !"\n\r\u{85}\u{2028}".unicodeScalars.contains($0) })
        }
    }

    @Test func `an event of a run has its number and its kind`() {
        let event = RunEvent(run: RunID("r"), sequence: 7, time: .zero, kind: .warning(message: "a\nb"))
        #expect(
            ServerSentEvent.encoded(event) == "id: 7\nevent: warning\n"
                + #"data: {"v":1,"run":"r","seq":7,"t":0.0,"event":"warning","message":"a\nb"}"# + "\n\n")
    }
}
