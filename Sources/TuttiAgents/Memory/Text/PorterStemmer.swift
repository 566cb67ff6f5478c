/// The stemmer of M. F. Porter (1980): `overwhelmed`, `overwhelming` and `overwhelms` become `overwhelm`.
///
/// Words that are not made of the letters a to z come back as they are.
enum PorterStemmer {
    private typealias Rule = (suffix: StaticString, replacement: StaticString)

    // The longest suffix that fits decides; in each table a longer one stands before those it ends with.
    private static let doubleSuffixes: [Rule] = [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("logi", "log"),
        ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"),
        ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"),
        ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ]
    private static let ordinarySuffixes: [Rule] = [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ]
    private static let lastSuffixes: [Rule] = [
        ("ance", ""), ("ence", ""), ("able", ""), ("ible", ""), ("ement", ""), ("ment", ""), ("ant", ""), ("ent", ""),
        ("sion", "s"), ("tion", "t"), ("ism", ""), ("ate", ""), ("iti", ""), ("ous", ""), ("ive", ""), ("ize", ""),
        ("al", ""), ("er", ""), ("ic", ""), ("ou", ""),
    ]

    static func stem(_ word: [UInt8]) -> [UInt8] {
        let isPlain = word.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        guard isPlain, word.count > 2 else { return word }
        var word = word
        Self.removePlural(&word)
        Self.removePastAndProgressive(&word)
        if word.last == UInt8(ascii: "y"), Self.hasVowel(word.dropLast()) { word[word.count - 1] = UInt8(ascii: "i") }
        Self.apply(Self.doubleSuffixes, to: &word, above: 0)
        Self.apply(Self.ordinarySuffixes, to: &word, above: 0)
        Self.apply(Self.lastSuffixes, to: &word, above: 1)
        Self.removeFinalLetter(&word)
        return word
    }

    private static func removePlural(_ word: inout [UInt8]) {
        if Self.ends(word, "sses") || Self.ends(word, "ies") {
            word.removeLast(2)
        } else if Self.ends(word, "s"), !Self.ends(word, "ss") {
            word.removeLast()
        }
    }

    private static func removePastAndProgressive(_ word: inout [UInt8]) {
        if Self.ends(word, "eed") {
            if Self.measure(word.dropLast(3)) > 0 { word.removeLast() }
            return
        }
        let length = Self.ends(word, "ed") ? 2 : Self.ends(word, "ing") ? 3 : 0
        guard length > 0, Self.hasVowel(word.dropLast(length)) else { return }
        word.removeLast(length)
        if Self.ends(word, "at") || Self.ends(word, "bl") || Self.ends(word, "iz") {
            word.append(UInt8(ascii: "e"))
        } else if Self.endsWithDoubleConsonant(word), !"lsz".utf8.contains(word[word.count - 1]) {
            word.removeLast()
        } else if Self.measure(word[...]) == 1, Self.endsShort(word[...]) {
            word.append(UInt8(ascii: "e"))
        }
    }

    private static func apply(_ rules: [Rule], to word: inout [UInt8], above minimum: Int) {
        guard let rule = rules.first(where: { Self.ends(word, $0.suffix) }) else { return }
        let stem = word.dropLast(rule.suffix.utf8CodeUnitCount)
        // "ion" goes only after s or t, and that letter belongs to the stem that is measured.
        let kept = rule.replacement.utf8CodeUnitCount == 1 && minimum == 1
        guard Self.measure(kept ? word.dropLast(3) : stem) > minimum else { return }
        word.removeLast(rule.suffix.utf8CodeUnitCount)
        rule.replacement.withUTF8Buffer { word.append(contentsOf: $0) }
    }

    private static func removeFinalLetter(_ word: inout [UInt8]) {
        if word.last == UInt8(ascii: "e") {
            let stem = word.dropLast()
            let measure = Self.measure(stem)
            if measure > 1 || (measure == 1 && !Self.endsShort(stem)) { word.removeLast() }
        }
        if word.last == UInt8(ascii: "l"), Self.endsWithDoubleConsonant(word), Self.measure(word.dropLast()) > 1 {
            word.removeLast()
        }
    }

    // MARK: Letters

    private static func ends(_ word: [UInt8], _ suffix: StaticString) -> Bool {
        let length = suffix.utf8CodeUnitCount
        return word.count > length && suffix.withUTF8Buffer { word.suffix(length).elementsEqual($0) }
    }

    /// For every letter whether it is a consonant; y is one at the start and after a vowel.
    private static func consonants(_ stem: ArraySlice<UInt8>) -> [Bool] {
        var result: [Bool] = []
        for letter in stem {
            switch letter {
            case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"):
                result.append(false)
            case UInt8(ascii: "y"): result.append(!(result.last ?? false))
            default: result.append(true)
            }
        }
        return result
    }

    /// The number of times a consonant follows a vowel.
    private static func measure(_ stem: ArraySlice<UInt8>) -> Int {
        let consonants = Self.consonants(stem)
        return zip(consonants, consonants.dropFirst()).count { !$0 && $1 }
    }

    private static func hasVowel(_ stem: ArraySlice<UInt8>) -> Bool { Self.consonants(stem).contains(false) }

    private static func endsWithDoubleConsonant(_ word: [UInt8]) -> Bool {
        guard word.count > 1, word[word.count - 1] == word[word.count - 2] else { return false }
        return Self.consonants(word[...]).last ?? false
    }

    /// Consonant, vowel, consonant that is not w, x or y.
    private static func endsShort(_ stem: ArraySlice<UInt8>) -> Bool {
        guard let last = stem.last, !"wxy".utf8.contains(last) else { return false }
        return Self.consonants(stem).suffix(3) == [true, false, true]
    }
}
