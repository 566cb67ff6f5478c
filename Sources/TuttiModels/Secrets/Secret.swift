/// A key that can be used but not seen: descriptions, dumps and interpolations show only that it is there.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    /// Takes a key; white space around it, which pasting leaves behind, is dropped.
    ///
    /// - Throws: ``ModelError`` `misconfigured` for an empty one, and for one with characters that no HTTP header takes.
    public init(_ value: String) throws(ModelError) {
        let trimmed = value.trimmingWhiteSpace()
        guard !trimmed.isEmpty else { throw ModelError(.misconfigured, "The key is empty. Set it or leave it out.") }
        guard trimmed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ModelError(
                .misconfigured,
                "The key has a space, a line break or another character that no key has. Check how it was copied.")
        }
        self.value = trimmed
    }

    /// The key itself, for the one place that sends it.
    package var exposed: String { self.value }

    /// Only that there is one.
    public var description: String { "<secret>" }
    /// Only that there is one.
    public var debugDescription: String { "<secret>" }
    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension StringProtocol {
    /// The text without white space at its ends.
    func trimmingWhiteSpace() -> String {
        let end = self.lastIndex { !$0.isWhitespace }.map { self.index(after: $0) } ?? self.startIndex
        return String(self[..<end].drop { $0.isWhitespace })
    }
}
