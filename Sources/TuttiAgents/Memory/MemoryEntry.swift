/// One thing that is remembered: a past conversation, a note, a page of a journal, a thought about them.
public struct MemoryEntry: Hashable, Sendable {
    /// Names the entry in its store; adding another entry with the same id replaces it.
    public var id: String
    /// What it is.
    public var kind: Kind
    /// What it says; not empty, at most ``maximumTextLength`` bytes.
    public var text: String
    /// Where it comes from, for citations, such as `journal 2026-11-03`.
    public var source: String
    /// When it was written or said.
    public var date: Timestamp
    /// What it is about, in a word each; tags count as themes.
    public var tags: [String]

    /// The longest text in bytes of UTF-8; split what is longer.
    public static let maximumTextLength = 1 << 20

    /// Creates an entry.
    ///
    /// Without an `id` it gets one that depends on nothing but its kind, source, date and text, so that the same entry
    /// added twice is kept once.
    public init(
        id: String? = nil, kind: Kind, text: String, source: String, date: Timestamp, tags: [String] = []
    ) {
        self.kind = kind
        self.text = text
        self.source = source
        self.date = date
        self.tags = tags
        self.id = id ?? Self.id(of: [kind.name, source, String(date.secondsSince1970), text])
    }

    /// Two FNV-1a hashes with different seeds: enough for identity among a person's own entries, no secret.
    private static func id(of parts: [String]) -> String {
        var hashes: [UInt64] = [0xCBF2_9CE4_8422_2325, 0x9AE1_6A3B_2F90_404F]
        for byte in parts.joined(separator: "\u{0}").utf8 {
            for index in hashes.indices { hashes[index] = (hashes[index] ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return hashes.map { String($0, radix: 36) }.joined(separator: "-")
    }

    /// Checks what every store requires.
    ///
    /// - Throws: ``StorageError`` with `invalidInput` or `tooLarge`.
    package func validate() throws(StorageError) {
        let place = "the entry from \"\(self.source.prefix(80))\""
        if self.id.isEmpty || self.id.utf8.count > 256 || self.id.utf8.contains(0) {
            throw StorageError(.invalidInput, "\(place) needs an id of 1 to 256 bytes without NUL.")
        }
        if !self.text.contains(where: { !$0.isWhitespace }) {
            throw StorageError(.invalidInput, "\(place) is empty; there is nothing to remember.")
        }
        if self.text.utf8.count > Self.maximumTextLength {
            let limit = "\(Self.maximumTextLength) bytes"
            throw StorageError(.tooLarge, "\(place) has \(self.text.utf8.count) bytes, \(limit) are allowed; split it.")
        }
        if !self.date.secondsSince1970.isFinite {
            throw StorageError(.invalidInput, "\(place) has no valid date.")
        }
        if self.tags.count > 64 || self.tags.contains(where: { $0.utf8.count > 256 }) || self.source.utf8.count > 4096 {
            throw StorageError(.tooLarge, "\(place) has more than 64 tags, or a tag or source that is too long.")
        }
    }
}
