import Testing
import TuttiAgents

@Suite struct SnippetTests {
    private static func snippet(_ text: String, _ question: String, _ length: Int = 60) -> String {
        Snippet.of(text, matching: Set(Tokenizer.queryTerms(in: question)), maximumLength: length)
    }

    @Test func `a short text is quoted whole, on one line`() {
        #expect(Self.snippet("One.\n  Two\tthree.", "two") == "One. Two three.")
    }

    @Test func `the sentences that say most of it are quoted, and the rest is marked`() {
        let text =
            "It rained all day long. The report was late again. Ines was kind about the report. We had tea at four."
        #expect(
            Self.snippet(text, "the late report") == "… The report was late again. Ines was kind about the report. …")
        #expect(Self.snippet(text, "rain") == "It rained all day long. The report was late again. …")
        #expect(Self.snippet(text, "tea") == "… Ines was kind about the report. We had tea at four.")
    }

    @Test func `a sentence without end is cut around the match`() {
        let text = String(repeating: "word ", count: 100) + "needle " + String(repeating: "word ", count: 100)
        let snippet = Self.snippet(text, "needle")
        #expect(snippet.contains("needle"))
        #expect(snippet.hasPrefix("…") && snippet.hasSuffix("…"))
        #expect(snippet.count <= 61)
        #expect(Self.snippet(String(repeating: "x", count: 500), "x").count <= 61)
    }

    @Test func `an empty text has no snippet`() {
        #expect(Self.snippet("", "x") == "")
        #expect(Self.snippet(" \n ", "x") == "")
    }

    @Test func `of a very long text only the beginning is looked at, and the rest is marked`() {
        let text = String(repeating: "Short sentence.\n", count: 1000) + "The needle."
        #expect(Self.snippet(text, "needle").hasSuffix("…"))
    }
}
