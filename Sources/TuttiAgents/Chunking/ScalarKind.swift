/// What a scalar means for the cutting of text.
enum ScalarKind: Equatable {
    /// White space that ends a word; a no-break space does not.
    case space
    case newline
    /// `.` and `…`
    case stop
    /// `!`, `?` and what ends sentences in scripts that put a space behind it.
    case mark
    /// What ends sentences in scripts without spaces.
    case wideMark
    /// `,`, `;`, `:`, a dash
    case pause
    case widePause
    /// What belongs to the sentence that it follows: closing quotes and brackets, marks of emphasis.
    case closer
    case backtick
    /// What belongs to the character before it, and characters that nobody sees.
    case extender
    /// What belongs to the character behind it, even to a space.
    case prepender
    case emoji
    /// A character of a script that puts no spaces between words: a word of its own.
    case ideograph
    case digit
    case other

    init(_ scalar: Unicode.Scalar) {
        self = scalar.isASCII ? Self.ascii(scalar) : Self.table[scalar] ?? Self.kind(of: scalar)
    }

    /// Whether it ends a word.
    var isSpace: Bool { self == .space || self == .newline }

    /// How much it counts towards the length of a chunk; never less than the characters that it makes.
    var width: Int {
        switch self {
        case .extender: 0
        case .ideograph, .wideMark, .widePause: 2
        default: 1
        }
    }

    private static func ascii(_ scalar: Unicode.Scalar) -> Self {
        switch scalar {
        case " ", "\t": .space
        case "\n", "\r", "\u{0B}", "\u{0C}": .newline
        case ".": .stop
        case "!", "?": .mark
        case ",", ";", ":": .pause
        case "\"", "'", ")", "]", "}", "*", "_": .closer
        case "`": .backtick
        case "0"..."9": .digit
        default: .other
        }
    }

    private static let table: [Unicode.Scalar: Self] = {
        let groups: [(Self, String)] = [
            (.newline, "\u{85}\u{2028}\u{2029}"), (.other, "\u{A0}\u{2007}\u{202F}"), (.stop, "…"),
            (.mark, "؟۔።।॥։‽"), (.wideMark, "。！？｡"), (.pause, "،؛—–"), (.widePause, "，、；：､"),
            (.closer, "”’“‘»›」』）】》〉］｝〕"),
        ]
        return groups.reduce(into: [:]) { table, group in
            for scalar in group.1.unicodeScalars { table[scalar] = group.0 }
        }
    }()

    private static func kind(of scalar: Unicode.Scalar) -> Self {
        let properties = scalar.properties
        if Self.prependers.contains(where: { $0.contains(scalar) }) { return .prepender }
        if properties.isGraphemeExtend || properties.isEmojiModifier
            || [.format, .spacingMark].contains(properties.generalCategory)
        {
            return .extender
        }
        if properties.isIdeographic || Self.kana.contains(where: { $0.contains(scalar) }) { return .ideograph }
        if properties.isWhitespace { return .space }
        return properties.isEmojiPresentation ? .emoji : .other
    }

    /// The property `Prepend` of grapheme clusters: signs before Arabic numbers, and a few letters of Indic scripts.
    private static let prependers: [ClosedRange<Unicode.Scalar>] = [
        "\u{600}"..."\u{605}", "\u{6DD}"..."\u{6DD}", "\u{70F}"..."\u{70F}", "\u{890}"..."\u{891}",
        "\u{8E2}"..."\u{8E2}", "\u{D4E}"..."\u{D4E}", "\u{110BD}"..."\u{110BD}", "\u{110CD}"..."\u{110CD}",
        "\u{111C2}"..."\u{111C3}", "\u{113D1}"..."\u{113D1}", "\u{1193F}"..."\u{1193F}", "\u{11941}"..."\u{11941}",
        "\u{11A84}"..."\u{11A89}", "\u{11D46}"..."\u{11D46}", "\u{11F02}"..."\u{11F02}",
    ]

    /// Hiragana and Katakana, their iteration and length marks, half-width Katakana.
    private static let kana: [ClosedRange<Unicode.Scalar>] = [
        "\u{3005}"..."\u{3005}", "\u{3041}"..."\u{30FF}", "\u{31F0}"..."\u{31FF}", "\u{FF66}"..."\u{FF9D}",
    ]
}
