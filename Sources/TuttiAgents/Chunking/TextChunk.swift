/// A piece of a text that can be spoken or shown by itself.
public struct TextChunk: Hashable, Sendable {
    /// What a chunk ends at.
    public enum Boundary: Hashable, Sendable {
        /// The end of a sentence.
        case sentence
        /// A comma, colon, semicolon or dash, or the end of a line.
        case clause
        /// The end of a paragraph, a heading, a list item or a code block.
        case block
        /// A place between two words, because the text was too long or too old.
        case word
        /// The end of the text.
        case end
    }

    /// The text, byte for byte; white space before it belongs to it, white space behind it to the next chunk.
    public var text: String
    /// What it ends at.
    public var boundary: Boundary
    /// Whether it is a fenced code block, or a part of one.
    public var isCode = false

    /// Creates a chunk.
    public init(_ text: String, _ boundary: Boundary, isCode: Bool = false) {
        self.text = text
        self.boundary = boundary
        self.isCode = isCode
    }
}
