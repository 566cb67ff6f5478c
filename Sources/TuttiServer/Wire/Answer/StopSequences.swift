/// Ends a text before the first of some sequences, also when one comes in pieces: what may be the beginning of a sequence is
/// held back until it is known.
package struct StopSequences: Sendable {
    private let sequences: [[UInt8]]
    private var held: [UInt8] = []
    /// The sequence that was found: nothing passes any more.
    package private(set) var matched: String?

    package init(_ sequences: [String]) { self.sequences = sequences.filter { !$0.isEmpty }.map { Array($0.utf8) } }

    /// What of the text may be shown now.
    package mutating func pass(_ text: String) -> String {
        guard self.matched == nil else { return "" }
        guard !self.sequences.isEmpty else { return text }
        let bytes = self.held + text.utf8
        for end in bytes.indices {
            guard let found = self.sequences.first(where: { bytes[end...].starts(with: $0) }) else { continue }
            self.matched = String(decoding: found, as: UTF8.self)
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

    private func mayBegin(_ bytes: ArraySlice<UInt8>) -> Bool { self.sequences.contains { $0.starts(with: bytes) } }
}
