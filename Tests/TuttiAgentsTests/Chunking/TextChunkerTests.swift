import Testing
import TuttiAgents
import TuttiCore

@Suite struct TextChunkerTests {
    /// The chunks of a text that comes in those pieces, all at once.
    private func chunks(
        of pieces: [String], _ configuration: TextChunker.Configuration = .init()
    ) -> [TextChunk] {
        var chunker = TextChunker(configuration)
        return pieces.flatMap { chunker.append($0, at: .zero) } + chunker.finish()
    }

    private func sized(_ maximum: Int, first: Int? = nil) -> TextChunker.Configuration {
        var configuration = TextChunker.Configuration()
        configuration.maximumLength = maximum
        configuration.minimumFirstLength = first
        return configuration
    }

    // MARK: The table

    @Test(arguments: ChunkCase.all) func `text is cut where it is natural`(_ sample: ChunkCase) {
        #expect(self.chunks(of: [sample.text]).map(\.text) == sample.chunks)
    }

    @Test(arguments: ChunkCase.all) func `chunks do not depend on the pieces`(_ sample: ChunkCase) {
        #expect(self.chunks(of: sample.text.unicodeScalars.map { String($0) }).map(\.text) == sample.chunks)
    }

    @Test func `there are enough cases, each of its own`() {
        #expect(ChunkCase.all.count >= 60)
        #expect(Set(ChunkCase.all.map(\.name)).count == ChunkCase.all.count)
    }

    // MARK: Properties

    /// The cases in a random order, so that each is met in the middle of something else.
    private func corpus(_ generator: inout SeededRandomNumberGenerator) -> String {
        ChunkCase.all.shuffled(using: &generator).prefix(24).map(\.text)
            .reduce(into: "") { $0 += $1 + (["", " ", "\n", "\n\n", "\r\n"].randomElement(using: &generator) ?? "") }
    }

    private func pieces(of text: String, _ generator: inout SeededRandomNumberGenerator) -> [String] {
        var rest = text.unicodeScalars[...]
        var pieces: [String] = []
        while !rest.isEmpty {
            let length = Int.random(in: 0...([1, 4, 30].randomElement(using: &generator) ?? 1), using: &generator)
            pieces.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return pieces
    }

    @Test(arguments: 0..<60) func `for any split the chunks are the same, and together the text`(_ seed: Int) {
        var generator = SeededRandomNumberGenerator(seed: UInt64(seed))
        let text = self.corpus(&generator)
        let configuration = self.sized([240, 60, 16].randomElement(using: &generator) ?? 16, first: 10)
        let whole = self.chunks(of: [text], configuration)
        #expect(whole.map(\.text).joined().utf8.elementsEqual(text.utf8))
        let pieces = self.pieces(of: text, &generator)
        #expect(pieces.joined().utf8.elementsEqual(text.utf8))
        #expect(self.chunks(of: pieces, configuration) == whole)
        self.expectWholeCharacters(whole, of: text)
    }

    @Test(arguments: 0..<60) func `with an age limit the chunks are still the text, in whole characters`(_ seed: Int) {
        var generator = SeededRandomNumberGenerator(seed: UInt64(seed))
        let text = self.corpus(&generator)
        var chunker = TextChunker(self.sized(60, first: 10))
        var now = Duration.zero
        var chunks: [TextChunk] = []
        for piece in self.pieces(of: text, &generator) {
            now += .milliseconds(Int.random(in: 0...600, using: &generator))
            chunks += chunker.timePassed(to: now) + chunker.append(piece, at: now)
            #expect(chunker.nextDeadline.map { $0 > now } ?? true)
        }
        chunks += chunker.finish()
        #expect(chunks.map(\.text).joined().utf8.elementsEqual(text.utf8))
        self.expectWholeCharacters(chunks, of: text)
    }

    /// What glues to its neighbours, opens or ends something, or is a part of a character.
    private static let hostile = [
        " ", "\n", "\r", "\r\n", ".", "!", "。", "，", ",", "…", "`", "```", "~~~", "-", "*", "#", ">", "|", "[", "1",
        "]",
        "a", "Dr", "e.g.", "\u{A0}", "\u{301}", "\u{200D}", "👩", "🏽", "🇩", "\u{600}", "ᄀ", "ᅡ", "ᆨ", "क", "\u{94D}",
        "षि",
        "休", "み", "\u{3099}", "\u{FE0F}", "\u{200F}", "❤", "\"", "”", ")", "\u{2028}", "—",
    ]

    @Test(arguments: 0..<300) func `the same holds for what glues to each other`(_ seed: Int) {
        var generator = SeededRandomNumberGenerator(seed: UInt64(seed))
        let alphabet = Self.hostile.shuffled(using: &generator).prefix(Int.random(in: 3...48, using: &generator))
        let text = (0..<150).reduce(into: "") { text, _ in text += alphabet.randomElement(using: &generator) ?? "" }
        var configuration = self.sized([240, 30, 16].randomElement(using: &generator) ?? 16, first: 10)
        configuration.maximumCodeLength = 60
        let whole = self.chunks(of: [text], configuration)
        #expect(whole.map(\.text).joined().utf8.elementsEqual(text.utf8))
        #expect(self.chunks(of: self.pieces(of: text, &generator), configuration) == whole)
        self.expectWholeCharacters(whole, of: text)
    }

    @Test(arguments: 0..<300) func `what glues to each other is cut in steps that are in proportion, at any age`(
        _ seed: Int
    ) {
        var generator = SeededRandomNumberGenerator(seed: UInt64(seed))
        let alphabet = Self.hostile.shuffled(using: &generator).prefix(Int.random(in: 1...6, using: &generator))
        let text = (0..<1500).reduce(into: "") { text, _ in text += alphabet.randomElement(using: &generator) ?? "" }
        var chunker = TextChunker(self.sized([240, 16].randomElement(using: &generator) ?? 16, first: 10))
        let pause = [0, 40, 1_200].randomElement(using: &generator) ?? 0
        var now = Duration.zero
        var chunks: [TextChunk] = []
        for scalar in text.unicodeScalars {
            now += .milliseconds(Int.random(in: 0...pause, using: &generator))
            chunks += chunker.timePassed(to: now) + chunker.append(String(scalar), at: now)
            #expect(chunker.nextDeadline.map { $0 > now } ?? true)
        }
        chunks += chunker.finish()
        #expect(chunks.map(\.text).joined().utf8.elementsEqual(text.utf8))
        #expect(chunks.allSatisfy { !$0.text.isEmpty })
        #expect(chunker.work <= 40 * text.utf8.count + 4096, "\(chunker.work) steps for \(text.utf8.count) bytes")
    }

    /// No chunk begins or ends within a character.
    private func expectWholeCharacters(_ chunks: [TextChunk], of text: String) {
        var index = text.startIndex
        for chunk in chunks {
            index = text.utf8.index(index, offsetBy: chunk.text.utf8.count)
            #expect(text.indices.contains(index) || index == text.endIndex, "behind \(chunk.text.debugDescription)")
        }
    }

    @Test(arguments: [16, 40, 240]) func `no chunk is longer than it may be`(_ maximum: Int) {
        let text = String(repeating: "seven words, and then two more without end ", count: 40)
        let chunks = self.chunks(of: [text], self.sized(maximum))
        #expect(chunks.allSatisfy { $0.text.count <= maximum })
        // Cut at a clause where that is not too near the start, else between words.
        #expect(chunks.allSatisfy { !$0.text.dropFirst().hasPrefix(" ") })
        #expect(chunks.count < text.count / (maximum / 4))
    }

    @Test func `a long item is cut at its sentences`() {
        let text = "- " + Array(repeating: "Do this one thing well.", count: 4).joined(separator: " ")
        let chunks = self.chunks(of: [text], self.sized(60))
        #expect(chunks.dropLast().allSatisfy { $0.boundary == .sentence })
        #expect(chunks.count == 2)
    }

    @Test func `a long text without spaces is cut between its characters`() {
        let ideographs = self.chunks(of: [String(repeating: "休", count: 200)], self.sized(40))
        #expect(ideographs.allSatisfy { $0.text.count <= 20 })
        let family = "👨‍👩‍👧‍👦"
        let emoji = self.chunks(of: [String(repeating: family, count: 3000)], self.sized(40))
        #expect((3...6).contains(emoji.count))
        #expect(emoji.allSatisfy { $0.text.allSatisfy { String($0) == family } })
        let address = "https://example.com/" + String(repeating: "a.b,c", count: 200)
        #expect(
            self.chunks(of: ["See \(address) now."], self.sized(40)).map(\.text) == ["See", " \(address)", " now."])
    }

    @Test func `a code block that is too long is cut between its lines`() {
        var configuration = self.sized(40)
        configuration.maximumCodeLength = 200
        let text = "```\n" + String(repeating: "let value = 1. Then\r\n", count: 40) + "```\nDone."
        let chunks = self.chunks(of: [text], configuration)
        #expect(chunks.dropLast().allSatisfy { $0.isCode && $0.text.count <= 200 })
        #expect(chunks.dropLast(2).allSatisfy { $0.text.hasSuffix("Then") })
        #expect(chunks.last == TextChunk("\nDone.", .sentence))
    }

    // MARK: Boundaries

    @Test func `a chunk says what it ends at`() {
        let text = "You carry a lot, I see. Begin now\n\n- One\n- Two\n\n```\na\n```\nand so"
        #expect(
            self.chunks(of: [text]).map(\.boundary) == [.clause, .sentence, .block, .block, .block, .block, .end])
        #expect(self.chunks(of: [text]).map(\.isCode) == [false, false, false, false, false, true, false])
    }

    @Test func `a sentence is given out with the first character behind it`() {
        var chunker = TextChunker()
        #expect(chunker.append("Begin now.", at: .zero).isEmpty)
        #expect(chunker.append(" ", at: .zero).isEmpty)
        #expect(chunker.append("T", at: .zero).map(\.text) == ["Begin now."])
        #expect(chunker.append("ake a walk.\n", at: .zero).map(\.text) == [" Take a walk."])
        #expect(chunker.heldText == "\n")
        #expect(chunker.finish().map(\.text) == ["\n"])
        #expect(chunker.finish().isEmpty)
    }

    // MARK: Age

    @Test func `text that waits too long is given out up to the last whole word`() {
        var chunker = TextChunker()
        #expect(chunker.append("You carry", at: .seconds(2)).isEmpty)
        #expect(chunker.nextDeadline == .seconds(3))
        #expect(chunker.timePassed(to: .milliseconds(2999)).isEmpty)
        #expect(chunker.timePassed(to: .seconds(3)) == [TextChunk("You", .word)])
        // A word that may still grow waits.
        #expect(chunker.nextDeadline == nil)
        #expect(chunker.append("ing", at: .seconds(9)).isEmpty)
        // It is overdue once it is whole.
        #expect(chunker.append(" a", at: .seconds(10)) == [TextChunk(" carrying", .word)])
        #expect(chunker.finish() == [TextChunk(" a", .end)])
    }

    @Test func `the age counts from the oldest text that is held`() {
        var chunker = TextChunker()
        _ = chunker.append("Begin now. ", at: .seconds(1))
        #expect(chunker.append("Then", at: .milliseconds(1500)).map(\.text) == ["Begin now."])
        _ = chunker.append(" rest", at: .milliseconds(1800))
        #expect(chunker.nextDeadline == .milliseconds(2500))
    }

    @Test func `silence behind a full stop is the end of the sentence`() {
        var chunker = TextChunker()
        _ = chunker.append("Begin now. Take a walk.", at: .zero)
        #expect(chunker.timePassed(to: .seconds(1)) == [TextChunk(" Take a walk.", .sentence)])
        _ = chunker.append(" It is the 3.", at: .seconds(2))
        #expect(chunker.timePassed(to: .seconds(3)) == [TextChunk(" It is the", .word)])
    }

    @Test func `text that waits too long ends at a clause where there is one`() {
        var chunker = TextChunker(self.sized(240))
        _ = chunker.append("You slept badly, and that", at: .zero)
        _ = chunker.append(" shows", at: .milliseconds(500))
        let chunks = chunker.timePassed(to: .seconds(1))
        // What is behind the clause is as old, and goes too.
        #expect(chunks == [TextChunk("You slept badly,", .clause), TextChunk(" and that", .word)])
        #expect(chunker.nextDeadline == nil)
    }

    @Test func `code and white space wait without an age`() {
        var chunker = TextChunker()
        _ = chunker.append("Run this.\n\n", at: .zero)
        #expect(chunker.nextDeadline == nil)
        _ = chunker.append("```\nlet a = 1\nlet", at: .zero)
        #expect(chunker.nextDeadline == nil)
        #expect(chunker.timePassed(to: .seconds(60)).isEmpty)
        var ageless = TextChunker.Configuration()
        ageless.maximumAge = nil
        var other = TextChunker(ageless)
        _ = other.append("You carry a", at: .zero)
        #expect(other.nextDeadline == nil && other.timePassed(to: .seconds(60)).isEmpty)
    }

    // MARK: Work

    struct Monster: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var unit: String
    }

    @Test(arguments: [
        Monster(testDescription: "sentences", unit: "You carry a lot, and so it goes. "),
        Monster(testDescription: "one word", unit: "a"),
        Monster(testDescription: "full stops", unit: "."),
        Monster(testDescription: "white space", unit: " "),
        Monster(testDescription: "line ends", unit: "\n"),
        Monster(testDescription: "one character", unit: "\u{301}"),
        Monster(testDescription: "abbreviations", unit: "e.g. Dr. "),
        Monster(testDescription: "an item", unit: "- word, "),
        Monster(testDescription: "backticks", unit: "` "),
        Monster(testDescription: "one code block", unit: "```\n"),
        Monster(testDescription: "clauses", unit: "a, "),
    ])
    func `work is in proportion to the text, however small its pieces are`(_ monster: Monster) {
        var chunker = TextChunker()
        var bytes = 0
        for _ in 0..<(20_000 / monster.unit.unicodeScalars.count) {
            for scalar in monster.unit.unicodeScalars {
                bytes += String(scalar).utf8.count
                _ = chunker.append(String(scalar), at: .zero)
            }
        }
        _ = chunker.finish()
        // A full stop costs a look at 32 bytes; looking at all that is held would cost hundreds a byte.
        #expect(chunker.work <= 40 * bytes, "\(Double(chunker.work) / Double(bytes)) steps a byte")
    }

    @Test func `a megabyte in single characters is cut as it is in one piece`() {
        let text = String(
            repeating: "You carry a lot, and so it goes 3.14 times. Then rest!\n\n- One\n\n", count: 16_384)
        var chunker = TextChunker()
        var (count, bytes) = (0, 0)
        for scalar in text.unicodeScalars {
            for chunk in chunker.append(String(scalar), at: .zero) {
                count += 1
                bytes += chunk.text.utf8.count
            }
        }
        #expect(text.utf8.count > 1_000_000)
        // Three each, and the first clause.
        #expect(count == 3 * 16_384 + 1)
        #expect(chunker.finish().reduce(bytes) { $0 + $1.text.utf8.count } == text.utf8.count)
        #expect(chunker.work <= 8 * text.utf8.count)
    }
}
