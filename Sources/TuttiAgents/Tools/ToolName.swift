/// The name of a tool, taken apart into the words that tell what it does.
package struct ToolName {
    /// The words in lower case: `getNextTask`, `get_next_task` and `get-next.task` are the same.
    package let words: [String]

    /// Nil for anything but 1 to 128 of the characters `A-Z a-z 0-9 _ . -`.
    package init?(_ name: String) {
        guard (1...128).contains(name.utf8.count), name.utf8.allSatisfy(Self.isAllowed) else { return nil }
        var words: [String] = []
        var word = ""
        var previous: Character = "_"
        for character in name {
            let startsWord = character.isUppercase && previous.isLowercase || character.isNumber != previous.isNumber
            if !word.isEmpty, startsWord || !(character.isLetter || character.isNumber) {
                words.append(word)
                word = ""
            }
            if character.isLetter || character.isNumber { word += character.lowercased() }
            previous = character
        }
        self.words = word.isEmpty ? words : words + [word]
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }
}
