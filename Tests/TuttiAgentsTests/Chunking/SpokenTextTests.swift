import Testing
import TuttiAgents
import TuttiCore

@Suite struct SpokenTextTests {
    @Test(arguments: [
        (" You carry a lot [1], and more [2, 3].", "You carry a lot, and more."),
        ("You wrote that.[1]", "You wrote that."),
        ("You [1] wrote.", "You wrote."),
        ("Footnotes[^1] too.", "Footnotes too."),
        ("An [aside] stays.", "An [aside] stays."),
        ("An open [ stays.", "An open [ stays."),
        ("\n\n## What **matters** *most*", "What matters most"),
        ("\n- __One__ thing", "One thing"),
        ("\n  • “One” thing", "“One” thing"),
        ("\n2. Rest", "2. Rest"),
        ("> > Quoted", "Quoted"),
        ("Run `make test` now.", "Run make test now."),
        ("Read [the *note*](https://a.b/c).", "Read the note."),
        ("![A chart](chart.png) shows it.", "A chart shows it."),
        ("See https://www.example.com/a?b=c.", "See example.com."),
        ("See <https://example.com/a> now.", "See example.com now."),
        ("Write to <anna@example.com>.", "Write to anna@example.com."),
        ("One<br>two <b>three</b>", "Onetwo three"),
        ("snake_case and 2*3 and 2 * 3", "snake_case and 2*3 and 2 * 3"),
        ("~~Not~~ ~5 of them", "Not ~5 of them"),
        ("Five \\* six", "Five * six"),
        ("a < b and b > c", "a < b and b > c"),
        ("| a | **b** |", "a, b"),
        ("One way to start\n  Take it first.", "One way to start. Take it first."),
        ("It goes on\nwithout a pause.", "It goes on without a pause."),
        ("你好。", "你好。"),
    ])
    func `a voice says the words, and no marks`(_ text: String, _ spoken: String) {
        var voice = SpokenText()
        #expect(voice.speakable(TextChunk(text, .sentence)) == spoken)
    }

    @Test(arguments: ["", " \n", "---", "|---|:--|", "[1]", " [1, 2].", "🎉", "…", "**", "```", "\n\n***"])
    func `a voice is silent where nothing is left to say`(_ text: String) {
        var voice = SpokenText()
        #expect(voice.speakable(TextChunk(text, .sentence)) == nil)
    }

    @Test func `the example of the documentation says what it claims`() {
        var chunker = TextChunker()
        var voice = SpokenText()
        let chunks = ["Of course, **you** carry", " a lot [1]. Take a", " walk.\n"].flatMap {
            chunker.append($0, at: .zero)
        }
        #expect(chunks.compactMap { voice.speakable($0) } == ["Of course,", "you carry a lot.", "Take a walk."])
        #expect(chunker.finish().map(\.text) == ["\n"])
    }

    @Test func `code is not said`() {
        var voice = SpokenText()
        #expect(voice.speakable(TextChunk("```\nlet a = 1\n```", .block, isCode: true)) == nil)
    }

    @Test func `the list of sources is not said, and what follows it is`() {
        var chunker = TextChunker()
        var voice = SpokenText()
        let text = "It helped [1].\n\nSources\n  [1] journal\n  [2] notes/values.md:5\n\nThese are quotes."
        let chunks = chunker.append(text, at: .zero) + chunker.finish()
        #expect(chunks.map { voice.speakable($0) } == ["It helped.", nil, nil, nil, "These are quotes."])
        #expect(voice.speakable(TextChunk("[1] says so.", .sentence)) == "says so.")
    }

    @Test(arguments: 0..<100) func `whatever the marks are, the words are said on one line`(_ seed: Int) {
        var generator = SeededRandomNumberGenerator(seed: UInt64(seed))
        let marks = [
            "[", "]", "(", ")", "<", ">", "!", "*", "_", "~~", "`", "https://", "www.", "|", "#", "- ", "1", " ",
            "\n", ".",
        ]
        let text = (0..<60).map { _ in marks.randomElement(using: &generator) ?? "" }.joined(separator: "a")
        var voice = SpokenText()
        let spoken = voice.speakable(TextChunk(text, .sentence)) ?? ""
        #expect(spoken.contains("a") && !spoken.contains { $0.isNewline || $0 == "`" })
        #expect(spoken.split(separator: " ").joined(separator: " ") == spoken)
    }
}
