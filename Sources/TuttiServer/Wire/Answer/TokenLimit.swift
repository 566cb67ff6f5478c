internal import TuttiModels

/// Ends a text behind a number of tokens, also when it comes in pieces.
///
/// Tokens are those of ``TokenUsage/estimatedTokens(bytes:)``: what the provider counted is known only when everything has
/// been sent.
package struct TokenLimit: Sendable {
    /// How many bytes may still pass; nil for any number.
    private var bytesLeft: Int?
    /// Whether something of the text is cut off: nothing passes any more.
    package private(set) var isReached = false

    /// - Parameter maximum: The most tokens; nil lets everything pass.
    package init(_ maximum: Int?) {
        self.bytesLeft = maximum.map { maximum in
            let (bytes, isTooLarge) = maximum.multipliedReportingOverflow(by: TokenUsage.bytesPerToken)
            return isTooLarge ? .max : bytes
        }
    }

    /// What of the text may be shown; a character that does not fit is left out.
    package mutating func pass(_ text: String) -> String {
        guard let left = self.bytesLeft else { return text }
        guard !self.isReached else { return "" }
        let bytes = text.utf8
        guard bytes.count > left else {
            self.bytesLeft = left - bytes.count
            return text
        }
        self.isReached = true
        var end = bytes.index(bytes.startIndex, offsetBy: left)
        while String.Index(end, within: text) == nil { end = bytes.index(before: end) }
        return String(text[..<end])
    }
}
