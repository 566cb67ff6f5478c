import Testing
import TuttiCore

@Suite struct OutputTextTests {
    private struct Described: Sendable, CustomStringConvertible {
        var description: String { "described" }
    }

    @Test func `each kind of result has the text that a person expects`() {
        #expect(outputText(of: AgentOutput("found", citations: [Citation(source: "s", quote: "q")])) == "found")
        #expect(outputText(of: "text") == "text")
        #expect(outputText(of: Optional("text")) == "text")
        #expect(outputText(of: Optional(AgentOutput("found"))) == "found")
        #expect(outputText(of: -7) == "-7")
        #expect(outputText(of: Int.max) == "\(Int.max)")
        #expect(outputText(of: UInt8(7)) == "7")
        #expect(outputText(of: 0.5) == "0.5")
        #expect(outputText(of: true) == "true")
        #expect(outputText(of: ()) == "")
        #expect(outputText(of: [1, 2]) == "[1, 2]")
        #expect(outputText(of: Described()) == "described")
        #expect(outputText(of: "text"[...]) == "text")
    }
}
