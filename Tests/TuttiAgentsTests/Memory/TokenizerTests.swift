import Testing
import TuttiAgents

@Suite struct TokenizerTests {
    private static func words(_ text: String) -> [String] { Tokenizer.tokens(in: text).map(\.word) }

    @Test func `words are letters and digits of any script, in lower case, without accents`() {
        #expect(Self.words("Hello, WORLD 42!") == ["hello", "world", "42"])
        #expect(Self.words("Café naïve Łódź Ångström") == ["cafe", "naive", "lodz", "angstrom"])
        #expect(Self.words("cafe\u{301}") == ["cafe"])
        #expect(Self.words("ПРИВЕТ мир") == ["привет", "мир"])
        #expect(Self.words("नमस्ते दुनिया").count == 2)
        #expect(Self.words("日本ごa") == ["日", "本", "ご", "a"])
        #expect(Self.words("I'm what’s it’s-fine") == ["im", "whats", "its", "fine"])
        #expect(Self.words("C++ 😀 \u{0}\u{202E} *\"(") == ["c"])
        #expect(Self.words("zero\u{200B}width soft\u{AD}hyphen") == ["zerowidth", "softhyphen"])
    }

    @Test func `a term never holds anything but letters and digits`() {
        let syntax = Set("\"*^:(){}+-'\\\0 \n".utf8)
        let text = String(String.UnicodeScalarView((UInt32(0)...0x2FFFF).compactMap(Unicode.Scalar.init)))
        let terms = Tokenizer.terms(in: text)
        #expect(terms.count > 90_000)
        #expect(terms.filter { !syntax.isDisjoint(with: $0.utf8) } == [])
    }

    @Test(arguments: [
        ("overwhelmed", "overwhelm"), ("overwhelming", "overwhelm"), ("deadlines", "deadlin"), ("deadline", "deadlin"),
        ("caresses", "caress"), ("ponies", "poni"), ("cats", "cat"), ("feed", "feed"), ("agreed", "agre"),
        ("plastered", "plaster"), ("motoring", "motor"), ("sing", "sing"), ("conflated", "conflat"), ("sized", "size"),
        ("hopping", "hop"), ("falling", "fall"), ("filing", "file"), ("happy", "happi"), ("sky", "sky"),
        ("relational", "relat"), ("rational", "ration"), ("vietnamization", "vietnam"), ("hopefulness", "hope"),
        ("triplicate", "triplic"), ("electrical", "electr"), ("goodness", "good"), ("adoption", "adopt"),
        ("replacement", "replac"), ("adjustable", "adjust"), ("effective", "effect"), ("probate", "probat"),
        ("rate", "rate"), ("controlling", "control"), ("roll", "roll"), ("tasks", "task"), ("is", "is"),
        ("sleeping", "sleep"), ("generalizations", "gener"), ("oscillators", "oscil"), ("2026", "2026"),
    ])
    func `words are stemmed as Porter does`(word: String, stem: String) {
        #expect(Tokenizer.terms(in: word) == [stem])
    }

    @Test func `a question keeps the words that tell something, once each`() {
        #expect(
            Tokenizer.queryTerms(in: "I'm feeling overwhelmed with my tasks, my tasks!") == [
                "feel", "overwhelm", "task",
            ])
        #expect(Tokenizer.queryTerms(in: "what is it") == ["what", "is", "it"])
        #expect(Tokenizer.queryTerms(in: " ?!") == [])
    }

    @Test func `what a text can cost is bounded`() {
        let words = (0..<1000).map { "w\($0)" }.joined(separator: " ")
        #expect(Tokenizer.queryTerms(in: words).count == Tokenizer.maximumQueryTerms)
        #expect(Tokenizer.tokens(in: words, limit: 10).count == 10)
        #expect(Self.words(String(repeating: "a", count: 5000)).map(\.utf8.count) == [Tokenizer.maximumWordLength])
        #expect(Self.words(String(repeating: "я", count: 5000)).map(\.utf8.count) == [Tokenizer.maximumWordLength])
    }
}
