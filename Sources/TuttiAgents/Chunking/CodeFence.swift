/// Follows a fenced code block from its third mark to the end of its closing line.
///
/// opening: the mark → one more · info: a backtick behind backticks → notCode, it was code within a line
/// line start: as many marks as the opening had, and nothing else → closed · closed: the end of the line → ended
struct CodeFence: Equatable {
    enum Event: Equatable {
        case inside
        /// The scalar is the line end behind the closing fence.
        case ended
        /// It was no code block after all.
        case notCode
    }

    private enum State: Equatable {
        case opening
        case info
        case lineStart
        case inside
        case closing(Int)
        case closed
    }

    private let mark: Unicode.Scalar
    private var count = 3
    private var state = State.opening

    init(mark: Unicode.Scalar) { self.mark = mark }

    /// Whether the closing fence is complete, if the line ends here.
    var isClosed: Bool {
        if case .closing(let count) = self.state { return count >= self.count }
        return self.state == .closed
    }

    mutating func took(_ scalar: Unicode.Scalar, _ kind: ScalarKind) -> Event {
        if kind == .newline {
            if self.isClosed { return .ended }
            self.state = .lineStart
            return .inside
        }
        switch self.state {
        case .opening where scalar == self.mark: self.count += 1
        case .opening: self.state = .info
        case .info: return scalar == "`" && self.mark == "`" ? .notCode : .inside
        case .lineStart where kind == .space: break
        case .lineStart: self.state = scalar == self.mark ? .closing(1) : .inside
        case .inside: break
        case .closing(let count) where scalar == self.mark: self.state = .closing(count + 1)
        case .closing, .closed: self.state = kind == .space && self.isClosed ? .closed : .inside
        }
        return .inside
    }
}
