import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels

@Suite struct BoundedRequestTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("\"\\\n\t", 8), ("\u{1}", 6), ("\u{7F}\u{85}", 12), ("é", 2), ("\u{2028}", 6), ("👩‍👩‍👧", 18),
    ])
    func `the length of a text in JSON is that of what is written`(_ text: String, _ length: Int) {
        #expect(text.jsonLength == length)
        #expect(JSONValue.string(text).serialized().utf8.count == length + 2)
    }

    @Test func `a prefix takes whole characters, and its mark counts`() {
        #expect("hello".prefix(jsonBytes: 5) == "hello")
        #expect("hello!".prefix(jsonBytes: 5) == "he…")
        #expect("\"\"\"\"".prefix(jsonBytes: 7) == "\"\"…")
        #expect("👩‍👩‍👧👩‍👩‍👧".prefix(jsonBytes: 21) == "👩‍👩‍👧…")
        #expect("👩‍👩‍👧".prefix(jsonBytes: 17) == "…")
        #expect("hello".prefix(jsonBytes: 2).isEmpty)
        #expect("hello".prefix(jsonBytes: -1).isEmpty)
    }

    @Test func `whatever the texts are, the request stays within its bound`() {
        var generator = SeededRandomNumberGenerator(seed: 7)
        let pieces = ["a", "\u{1}", "\"", "\\", "\n", "é", "語", "👩‍👩‍👧", "e\u{301}\u{302}", "\u{2028}", " word"]
        for _ in 0..<400 {
            func text(_ maximum: Int) -> String {
                (0..<Int.random(in: 0...maximum, using: &generator))
                    .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            }
            let maximum = Int.random(in: 0...3000, using: &generator)
            let texts = [text(4000), text(6000), text(100)]
            let request = BoundedRequest(text(9000), maximumTokens: maximum).make(
                [
                    .init("a") { _ in texts[0] }, .init("b", share: 0.5) { _ in texts[1] },
                    .init("c", share: 2) { _ in texts[2] },
                ], answerTokens: 10)
            #expect(request.estimatedTokens <= max(maximum, BoundedRequest.minimumTokens))
            #expect(request.material.object?.keys == ["a", "b", "c"])
        }
    }

    @Test func `what fits is whole, and the last field comes first`() {
        let instructions = String(repeating: "i", count: 400)
        let request = BoundedRequest(instructions, maximumTokens: 400).make(
            [
                .init("conversation") { String(repeating: "c", count: $0 + 50) },
                .init("message", share: 0.5) { _ in "Hello there." },
            ], answerTokens: 10)
        #expect(request.messages[0].text == instructions)
        #expect(request.material["message"] == "Hello there.")
        #expect(request.estimatedTokens == 400)
    }
}
