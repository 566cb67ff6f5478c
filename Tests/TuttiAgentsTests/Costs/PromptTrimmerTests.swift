import Testing
import TuttiAgents

@Suite struct PromptTrimmerTests {
    private static let long = "> It was never eleven things, it was one."

    @Test(arguments: [
        ("", ""), ("a", "a"), ("a  \t\nb", "a\nb"), ("a\n\n\n\nb", "a\n\nb"), ("a\n \n\t\nb\n", "a\n\nb\n"),
        ("> a\n> \n>\n> b", "> a\n>\n> b"), ("\(long)\n\(long)", long), ("\(long)\nx\n\(long)  ", "\(long)\nx"),
        ("> short\n> short", "> short\n> short"),
        (
            "twice and not quoted, both stay\ntwice and not quoted, both stay",
            "twice and not quoted, both stay\ntwice and not quoted, both stay"
        ),
        ("```\na  \n\n\nb\n```\n\n\nc", "```\na  \n\n\nb\n```\n\nc"), ("> ```\n> a  \n> ```", "> ```\n> a  \n> ```"),
    ])
    func `what says nothing goes, everything else stays`(_ prompt: String, _ text: String) {
        #expect(PromptTrimmer(prompt).text == text)
    }

    @Test func `what was saved is measured in tokens`() {
        let prompt = (0..<10).map { _ in Self.long }.joined(separator: "\n") + String(repeating: "\n", count: 40)
        let trimmer = PromptTrimmer(prompt)
        #expect(trimmer.savedTokens == (prompt.utf8.count + 3) / 4 - (trimmer.text.utf8.count + 3) / 4)
        #expect(trimmer.savedTokens > 90)
        #expect(PromptTrimmer(trimmer.text).savedTokens == 0)
    }
}
