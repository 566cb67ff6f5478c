/// A text as rules see it: words in lower case, without punctuation but with pictures and faces, which tell as much.
struct SelectionText: Sendable {
    /// The characters that are looked at.
    private static let maximumLength = 2000
    /// A frowning face, however it is typed.
    private static let frown = "☹"
    private static let frowns = [
        ":'-(", ":'(", ":-(", ":(", "='(", "=(", ";-(", ";(", "):", ")-:", "</3", ":-/", ":/", ":-[", ":[", ":-<",
        ":-\\", ":-|", ";_;", "-_-", "._.", ">_<",
        // Not inside of a path or a table.
        " :\\", " :|", " :<",
    ]

    /// The words in order; an emoji is a word of its own.
    let words: [String]
    /// Whether the text is longer than what is looked at.
    let isCut: Bool

    init(_ text: String) {
        let end = text.index(text.startIndex, offsetBy: Self.maximumLength, limitedBy: text.endIndex)
        self.isCut = end.map { $0 < text.endIndex } ?? false
        var start = " \(Self.narrowed(text.prefix(Self.maximumLength)).lowercased())".replacing("://", with: " ")
        for frown in Self.frowns where start.contains(frown) { start.replace(frown, with: " \(Self.frown) ") }
        var spaced = ""
        for character in start {
            switch character {
            case "’", "'", "ʼ", "`": spaced += "'"
            case _ where character.isLetter || character.isNumber: spaced.append(character)
            default: spaced += Self.picture(character).map { " \($0) " } ?? " "
            }
        }
        self.words = spaced.split(separator: " ").compactMap { word in
            let bare = word.drop { $0 == "'" }
            let end = bare.lastIndex { $0 != "'" }
            return end.map { String(bare[...$0]) }
        }
    }

    /// The text with what East Asian keyboards write for ASCII as ASCII: `：（` is a face too.
    private static func narrowed(_ text: Substring) -> String {
        let wide: ClosedRange<UInt32> = 0xFF01...0xFF5E
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    wide.contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
                }))
    }

    /// An emoji without its colours; nil for punctuation.
    private static func picture(_ character: Character) -> String? {
        guard let first = character.unicodeScalars.first, !first.isASCII, first.properties.isEmoji else { return nil }
        let colours: ClosedRange<UInt32> = 0x1F3FB...0x1F3FF
        return String(
            String.UnicodeScalarView(
                character.unicodeScalars.filter { $0.value != 0xFE0F && !colours.contains($0.value) }))
    }
}
