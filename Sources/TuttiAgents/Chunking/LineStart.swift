/// Finds out, at the start of each line, whether a Markdown block begins there.
///
/// indent: `-`, `*`, `+`, `•` → bullet · digit → digits · `[` → bracket · `#` → hashes · backtick, `~` → fence
/// indent: `|` → an item begins (a row of a table) · `>` and white space → indent · anything else → text
/// bullet, number, closed bracket: white space → an item begins · hashes: white space → a heading begins
/// fence: the third mark → code begins
/// any: what does not fit → text, and the line is no block
struct LineStart {
    enum Block: Equatable {
        case paragraph
        /// A list item, a row of a table, a numbered source.
        case item
        case heading
        case code(CodeFence)
    }

    private enum State: Equatable {
        case indent
        case bullet
        case digits(Int)
        case number
        case bracket(Int)
        case closedBracket
        case hashes(Int)
        case fence(Unicode.Scalar, Int)
        case text
    }

    private var state = State.indent

    /// Whether nothing but text can follow on this line.
    var isText: Bool { self.state == .text }

    /// Takes the next scalar of the line and returns the block that begins with this line, once that is known.
    mutating func took(_ scalar: Unicode.Scalar, _ kind: ScalarKind) -> Block? {
        guard self.state != .text, kind != .extender else { return nil }
        return kind.isSpace ? self.tookSpace() : self.tookMark(scalar)
    }

    private mutating func tookSpace() -> Block? {
        switch self.state {
        case .indent: return nil
        case .bullet, .number, .closedBracket:
            self.state = .text
            return .item
        case .hashes:
            self.state = .text
            return .heading
        case .digits, .bracket, .fence, .text:
            self.state = .text
            return nil
        }
    }

    private mutating func tookMark(_ scalar: Unicode.Scalar) -> Block? {
        let isDigit = ("0"..."9").contains(scalar)
        switch self.state {
        case .indent where scalar == "|":
            self.state = .text
            return .item
        case .fence(scalar, 2):
            self.state = .text
            return .code(CodeFence(mark: scalar))
        case .indent: self.state = self.begun(with: scalar, isDigit)
        // Three digits: a longer number is a year at the start of a sentence.
        case .digits(let count) where isDigit && count < 3: self.state = .digits(count + 1)
        case .digits: self.state = scalar == "." || scalar == ")" ? .number : .text
        case .bracket(let count) where isDigit && count < 3: self.state = .bracket(count + 1)
        case .bracket(let count): self.state = scalar == "]" && count > 0 ? .closedBracket : .text
        case .closedBracket: self.state = scalar == ":" ? .closedBracket : .text
        case .hashes(let count): self.state = scalar == "#" && count < 6 ? .hashes(count + 1) : .text
        case .fence(let mark, let count): self.state = scalar == mark ? .fence(mark, count + 1) : .text
        case .bullet, .number, .text: self.state = .text
        }
        return nil
    }

    private func begun(with scalar: Unicode.Scalar, _ isDigit: Bool) -> State {
        switch scalar {
        case "-", "*", "+", "•": .bullet
        case "#": .hashes(1)
        case "[": .bracket(0)
        case ">": .indent
        case "`", "~": .fence(scalar, 1)
        default: isDigit ? .digits(1) : .text
        }
    }
}
