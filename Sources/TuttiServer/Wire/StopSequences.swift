/// Ends a text before the first of some sequences, also when one comes in pieces: what may be the beginning of a sequence is
/// held back until it is known.
package struct StopSequences: Sendable {
    private let sequences: [[UInt8]]
    private var held: [UInt8] = []
    /// Whether a sequence was found: nothing passes any more.
    package private(set) var isMatched = false

    package init(_ sequences: [String]) { self.sequences = sequences.filter { !$0.isEmpty }.map { Array($0.utf8) } }

    /// What of the text may be shown now.
    package mutating func pass(_ text: String) -> String {
        guard !self.isMatched else { return "" }
        guard !self.sequences.isEmpty else { return text }
        let bytes = self.held + text.utf8
        if let end = bytes.indices.first(where: { self.matches(bytes[$0...]) }) {
            self.isMatched = true
            self.held = []
            return String(decoding: bytes[..<end], as: UTF8.self)
        }
        // Sequences are whole texts, so what is held back begins at a character's first byte.
        let end = bytes.indices.first { self.mayBegin(bytes[$0...]) } ?? bytes.endIndex
        self.held = Array(bytes[end...])
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    /// What was held back, once nothing follows.
    package mutating func finish() -> String {
        defer { self.held = [] }
        return String(decoding: self.held, as: UTF8.self)
    }

    private func matches(_ bytes: ArraySlice<UInt8>) -> Bool { self.sequences.contains { bytes.starts(with: $0) } }

    private func mayBegin(_ bytes: ArraySlice<UInt8>) -> Bool { self.sequences.contains { $0.starts(with: bytes) } }
}
