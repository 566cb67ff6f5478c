import Testing
import TuttiCore
import TuttiJSON
import TuttiServer

@Suite struct ChatCompletionEncoderTests {
    private static let outcome = ChatOutcome(
        answer: "Hi", finishReason: .length, usage: Usage(inputTokens: 3, outputTokens: 4),
        details: ["run": "r", "missing": []])

    private func encoder(includesUsage: Bool = false) -> ChatCompletionEncoder {
        ChatCompletionEncoder(run: RunID("r"), model: "tutti/coach", created: 12, includesUsage: includesUsage)
    }

    @Test func `the whole answer is one object`() {
        #expect(
            self.encoder().completion("Hi", Self.outcome).serialized()
                == #"{"id":"chatcmpl-r","object":"chat.completion","created":12,"model":"tutti/coach","#
                + #""choices":[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null},"logprobs":null,"#
                + #""finish_reason":"length"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7},"#
                + #""tutti":{"run":"r","missing":[]}}"#)
    }

    @Test func `a stream says who speaks, what, and why it ends`() {
        let head = #"{"id":"chatcmpl-r","object":"chat.completion.chunk","created":12,"model":"tutti/coach","#
        let encoder = self.encoder()
        #expect(
            encoder.opening.serialized() == head
                + #""choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}"#
        )
        #expect(
            encoder.delta("a\nb").serialized() == head
                + #""choices":[{"index":0,"delta":{"content":"a\nb"},"logprobs":null,"finish_reason":null}]}"#)
        #expect(
            encoder.closing(Self.outcome).serialized() == head
                + #""choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"length"}],"#
                + #""tutti":{"run":"r","missing":[]}}"#)
        #expect(encoder.usage(Self.outcome.usage) == nil)
    }

    @Test func `who asks for the usage gets it in a chunk of its own, and null in the others`() {
        let encoder = self.encoder(includesUsage: true)
        #expect(encoder.opening["usage"] == .null)
        #expect(encoder.delta("x")["usage"] == .null)
        #expect(encoder.closing(Self.outcome)["usage"] == .null)
        #expect(encoder.usage(Self.outcome.usage)?["choices"] == [])
        #expect(encoder.usage(Self.outcome.usage)?["usage"]?["total_tokens"] == 7)
    }

    @Test func `no text can end an event of a stream`() {
        for text in ["\n\ndata: x", "\r\r", "\u{2028}", "\u{85}"] {
            let event = ServerSentEvent.encoded(self.encoder().delta(text))
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
