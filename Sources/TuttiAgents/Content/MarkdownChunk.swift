/// A run of lines of a Markdown file that belong together.
package struct MarkdownChunk: Hashable, Sendable {
    /// The line at which it starts, from 1.
    package var firstLine: Int
    /// The line at which it ends.
    package var lastLine: Int
    /// The headings above it, outermost first.
    package var headings: [String]
    /// Its lines.
    package var text: String
}
