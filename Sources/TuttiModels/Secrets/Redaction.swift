/// Makes a text of a provider safe to show: no key, no terminal control, bounded.
package enum Redaction {
    /// What stands where a key stood.
    package static let mark = "<secret>"

    /// The text with the given keys, and whatever looks like a key, replaced; on one line; at most `limit` characters.
    ///
    /// Nil when nothing is left to show. By pattern too, because providers echo keys half masked: `sk-ab***yz`.
    package static func clean(_ text: String, secrets: [Secret], limit: Int) -> String? {
        var result = text
        for secret in secrets where secret.exposed.utf8.count >= 4 {
            result = result.split(separator: secret.exposed, omittingEmptySubsequences: false).joined(separator: mark)
        }
        let words = result.split { $0.isWhitespace }.map(Self.maskKeys)
        let visible = words.joined(separator: " ").unicodeScalars.filter { Self.isVisible($0) }
        let line = String(String.UnicodeScalarView(visible))
        guard !line.isEmpty else { return nil }
        return line.count > limit ? line.prefix(limit) + "…" : line
    }

    private static func keyStart(in word: Substring) -> Range<Substring.Index>? {
        for prefix in ["sk-", "xai-", "gsk_", "AIza"] {
            if let range = word.firstRange(of: prefix), word[range.upperBound...].prefix(while: Self.isOfKey).count >= 8
            {
                return range
            }
        }
        return nil
    }

    private static func maskKeys(in word: Substring) -> String {
        var rest = word
        var masked = ""
        while let start = Self.keyStart(in: rest) {
            masked += rest[..<start.lowerBound] + Self.mark
            rest = rest[start.upperBound...].drop(while: Self.isOfKey)
        }
        return masked + rest
    }

    private static func isOfKey(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "_-*.".contains(character))
    }

    /// Controls, and the marks that reorder or hide text on a terminal, are not for showing.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator, .unassigned: false
        default: true
        }
    }
}
