import Testing

/// A text and the chunks that it is to be cut into.
struct ChunkCase: Sendable, CustomTestStringConvertible {
    var name: String
    var chunks: [String]
    /// The text, which its chunks are.
    var text: String { self.chunks.joined() }
    var testDescription: String { self.name }

    init(_ name: String, _ chunks: String...) {
        self.name = name
        self.chunks = chunks
    }

    static let all =
        Self.sentences + Self.abbreviations + Self.numbers + Self.addresses + Self.quotes + Self.blocks + Self.scripts
        + Self.emoji

    static let sentences = [
        ChunkCase("one sentence", "You carry a lot."),
        ChunkCase("two sentences", "You carry a lot.", " One thing first."),
        ChunkCase("exclamation and question", "Stop there!", " What now?", " Begin."),
        ChunkCase("the first clause", "You carry a lot,", " and one thing is due today.", " Begin."),
        ChunkCase("no clause of two letters", "Yes, that sounds like a lot.", " Begin."),
        ChunkCase("no clause of a short word", "However, one is due,", " so begin."),
        ChunkCase("a clause only at first", "Begin now.", " Take the report, then rest, then go on."),
        ChunkCase("a short sentence is no clause", "Yes.", " That is right."),
        ChunkCase("a colon", "Three things help:", " sleep, food and air."),
        ChunkCase("a semicolon", "You slept badly;", " that shows."),
        ChunkCase("a dash", "You slept badly —", " that shows."),
        ChunkCase("an ellipsis goes on", "Well... maybe you should rest."),
        ChunkCase("an ellipsis ends", "I wonder...", " Perhaps rest first."),
        ChunkCase("an ellipsis of one character", "I wonder… and then not.", " Rest."),
        ChunkCase("several marks", "Really?!", " Yes!!!", " Good."),
        ChunkCase("two spaces", "Begin now.", "  Then rest."),
        ChunkCase("a line end", "Begin now.", "\nthen rest."),
        ChunkCase("paragraphs", "No end here", "\n\nAnd another one"),
        ChunkCase("paragraphs with CRLF", "No end here", "\r\n\r\nAnd another one"),
        ChunkCase("a small letter goes on", "It takes incl. breaks an hour.", " Good."),
        ChunkCase("white space around", "  Begin now.", " \n"),
    ]

    static let abbreviations = [
        ChunkCase("a title", "Ask Dr. Smith first.", " Then rest."),
        ChunkCase("titles", "Mr. and Mrs. Miller met Prof. Dr. Kern.", " They left."),
        ChunkCase("for example", "Try something small,", " e.g. a walk.", " Good."),
        ChunkCase("that is", "Rest first (i.e. Sleep).", " Good."),
        ChunkCase("zum Beispiel", "Das hilft,", " z. B. Ruhe und Schlaf.", " Gut."),
        ChunkCase("zum Beispiel without a space", "Das hilft z.B. Anna sehr.", " Gut."),
        ChunkCase("das heißt", "Morgen, d. h. Dienstag,", " geht es.", " Gut."),
        ChunkCase("beziehungsweise", "Ruf Peter bzw. Anna an.", " Gut."),
        ChunkCase("et cetera within", "Bring pens,", " paper, etc. to the desk.", " Go."),
        ChunkCase("et cetera at the end", "Bring pens etc.", " Then go."),
        ChunkCase("initials", "Read J. R. R. Tolkien again.", " Then sleep."),
        ChunkCase("initials without spaces", "Read J.R.R. Tolkien again.", " Then sleep."),
        ChunkCase("a country", "The U.S. Senate met.", " It rained."),
        ChunkCase("in the afternoon", "Meet at 5 p.m.", " Then go."),
        ChunkCase("in the afternoon, going on", "Meet at 5 p.m. on Monday.", " Then go."),
        ChunkCase("so do I", "So do I.", " Then go."),
        ChunkCase("versus", "It is work vs. Life again.", " Rest."),
        ChunkCase("a saint", "He lives in St. Gallen now.", " Good."),
        ChunkCase("a month", "It is due on Nov. 22 at noon.", " Begin."),
        ChunkCase("no as a number", "Take No. 5 first.", " Then rest."),
        ChunkCase("no as a word", "I said no.", " Then rest."),
    ]

    static let numbers = [
        ChunkCase("a decimal", "It took 3.14 hours.", " Good."),
        ChunkCase("thousands", "You wrote 1,000.5 words.", " Good."),
        ChunkCase("a version", "Use version 1.2.3.", " Then go."),
        ChunkCase("a version with v", "Use v2.", " Then go."),
        ChunkCase("a time", "Stop at 10:30.", " Then rest."),
        ChunkCase("a year", "That was in 2024.", " Then came more."),
        ChunkCase("an ordinal", "Es ist am 3. Mai fällig.", " Gut."),
        ChunkCase("a century", "Im 19. Jahrhundert war das so.", " Gut."),
        ChunkCase("money", "It costs $5.99,", " which is fine.", " Buy."),
        ChunkCase("a percentage", "It grew by 2.5%.", " Good."),
        ChunkCase("a date", "Due 2026-11-23.", " Begin."),
    ]

    static let addresses = [
        ChunkCase("an address", "See https://example.com/a.b?c=d!e now.", " Good."),
        ChunkCase("an address at the end", "See https://example.com.", " Good."),
        ChunkCase("an e-mail", "Write to anna.b@example.co.uk today.", " Good."),
        ChunkCase("a file", "Open notes/values.md first.", " Good."),
        ChunkCase("a hidden file", "Open .gitignore and Node.js first.", " Good."),
        ChunkCase("code within a line", "Run `a. B, c` and wait.", " Good."),
        ChunkCase("a link", "Read [the note](https://a.b/c.d).", " Good."),
    ]

    static let quotes = [
        ChunkCase("a closing quote", "You said “It was one thing.”", " That helps."),
        ChunkCase("a straight quote", "You said \"Stop.\"", " That helps."),
        ChunkCase("a quoted question", "“Really?” she said.", " Good."),
        ChunkCase("a bracket", "It works (really.)", " Good."),
        ChunkCase("emphasis", "**It works.**", " Good."),
        ChunkCase("a citation behind", "You wrote that.[1]", " Good."),
        ChunkCase("two citations behind", "You wrote that.[1, 2][3]", " Good."),
        ChunkCase("a citation before", "You wrote that [1].", " Good."),
        ChunkCase("German quotes", "Du sagtest „Halt.“", " Gut."),
        ChunkCase("guillemets", "Il dit «\u{A0}Bonjour\u{202F}!\u{A0}»", " Bien."),
    ]

    static let blocks = [
        ChunkCase("a list", "Three things:", "\n- One. Then more.\n  And more", "\r\n- Two", "\n* Three", "\n• Four"),
        ChunkCase("numbers", "Begin:", "\n1. Send it. Now.", "\n2. Rest", "\n10) Go on"),
        ChunkCase("a list and a paragraph", "- One. Two.", "\n- Three", "\n\nThen.", " Rest."),
        ChunkCase("a heading", "# What. Why", "\nBecause it is so.", "\n\n## Next", "\nGo on."),
        ChunkCase("no heading", "#hashtag is no heading.", " Good."),
        ChunkCase("a table", "Look:", "\n| a. B | c |", "\n|---|---|", "\n| 1 | 2 |", "\n\nGood."),
        ChunkCase("a quotation", "> He said so.", " Then more.", "\n> - One. Two", "\n> - Three"),
        ChunkCase("code", "Run this:", "\n\n```swift\nlet a = 1. B\n\nprint(a)\n```", "\nThen rest."),
        ChunkCase("code of tildes", "~~~~\n```\na. B\n~~~\n~~~~", "  \nGood."),
        ChunkCase("code in CRLF", "```\r\na. B\r\n```", "\r\nGood.", " Fine."),
        ChunkCase("code without an end", "Run:", "\n```\na. B\n\nc"),
        ChunkCase("code on one line", "```a. B``` is.", " Good."),
        ChunkCase("sources", "You wrote it [1].", "\n\nSources", "\n  [1] notes/values.md:5", "\n  [2] journal. Entry"),
        ChunkCase("a rule", "Before.", "\n\n---", "\n\nAfter it."),
    ]

    static let scripts = [
        ChunkCase("Chinese", "你今天很累。", "先休息一下！", "好吗？", "好。"),
        ChunkCase("the first clause in Chinese", "你今天真的很累，", "先休息一下，再工作。", "好。"),
        ChunkCase("Japanese in brackets", "「もう疲れた。」", "休みましょう。"),
        ChunkCase("a mark of ASCII in Chinese", "真的吗?", "是的!", "好。"),
        ChunkCase("Arabic", "هل أنت متعب؟", " خذ استراحة قصيرة، ثم ابدأ."),
        ChunkCase("Hebrew", "קח הפסקה קצרה.", " אחר כך תתחיל!"),
        ChunkCase("Hindi", "आप थके हैं।", " आराम करें।"),
        ChunkCase("Greek", "Είσαι κουρασμένος.", " Ξεκουράσου."),
        ChunkCase("right to left marks", "\u{200F}קח הפסקה.\u{200F}", " אחר כך."),
    ]

    static let emoji = [
        ChunkCase("behind the mark", "Great!🎉", " Go on."),
        ChunkCase("a family", "Call them 👨‍👩‍👧‍👦!", " Today 👍🏽."),
        ChunkCase("flags", "From 🇩🇪🇫🇷 with love.", " Good."),
        ChunkCase("before the next", "Great job.", " 🎉 Go on."),
        ChunkCase("accents", "Cafe\u{301}.", " Schön."),
    ]
}
