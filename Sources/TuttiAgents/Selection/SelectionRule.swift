/// One line of a file of rules.
struct SelectionRule: Sendable {
    /// Something that has to be true of a text.
    enum Condition: Sendable {
        /// The text is made of phrases of these lists alone, and one of them is of the first.
        case only([PhraseList])
        /// A phrase of these lists is in the text.
        case has([PhraseList])
        /// None is.
        case lacks([PhraseList])
        /// The text begins with one.
        case begins([PhraseList])
        /// The text has so many words at most.
        case atMost(Int)
        /// Something was said before.
        case background
        /// The text has no words.
        case empty
    }

    var line: Int
    var kind: String
    var choice: Selection.Choice
    var conditions: [Condition]

    /// Whether all conditions are true.
    func fits(_ text: SelectionText, hasBackground: Bool) -> Bool {
        self.conditions.allSatisfy { condition in
            switch condition {
            case .only(let lists): Self.isMade(text, of: lists)
            case .has(let lists): lists.contains { $0.first(in: text.words) != nil }
            case .lacks(let lists): lists.allSatisfy { $0.first(in: text.words) == nil }
            case .begins(let lists): lists.contains { !$0.lengths(in: text.words, at: 0).isEmpty }
            case .atMost(let count): text.words.count <= count && !text.isCut
            case .background: hasBackground
            case .empty: text.words.isEmpty && !text.isCut
            }
        }
    }

    /// The most words of a text that is made of phrases alone; longer ones have something to say.
    private static let maximumWords = 40

    /// Cuts the text into phrases in every way there is, from the left.
    private static func isMade(_ text: SelectionText, of lists: [PhraseList]) -> Bool {
        let words = text.words
        guard (1...Self.maximumWords).contains(words.count), !text.isCut, let first = lists.first else { return false }
        // By the number of words from the left: whether phrases end there, and whether one of the first list is among them.
        var plain = Array(repeating: false, count: words.count + 1)
        var marked = plain
        plain[0] = true
        for index in words.indices where plain[index] || marked[index] {
            for length in first.lengths(in: words, at: index) { marked[index + length] = true }
            for list in lists.dropFirst() {
                for length in list.lengths(in: words, at: index) {
                    plain[index + length] = plain[index + length] || plain[index]
                    marked[index + length] = marked[index + length] || marked[index]
                }
            }
        }
        return marked[words.count]
    }
}

extension SelectionRule.Condition: CustomStringConvertible {
    /// The condition in words.
    var description: String {
        func names(_ lists: [PhraseList]) -> String { lists.map(\.name).joined(separator: ", ") }
        return switch self {
        case .only(let lists): "it has only words of \(names(lists))"
        case .has(let lists): "it has words of \(names(lists))"
        case .lacks(let lists): "it has no words of \(names(lists))"
        case .begins(let lists): "it begins with words of \(names(lists))"
        case .atMost(let count): "it has at most \(count) words"
        case .background: "something was said before"
        case .empty: "it has no words"
        }
    }
}
