/// Gives a streamed answer on so that it can end at a sentence when its time is over.
///
/// open: text → given on at once · the closing time begins → closing
/// closing: text → held until its sentence is complete, then given on
/// any: the answer is whole → the rest is given on · it is cut → the rest only if it is a whole sentence, else dropped
package struct SentenceGate {
    private let closingAt: Duration
    private var chunker: TextChunker
    /// The bytes of the text that are sentences, and those that were given on.
    private var completeLength = 0
    private var givenLength = 0
    /// What was said and not given on.
    private var held = ""
    /// What was given on.
    package private(set) var given = ""
    /// Whether what was given on ends within a sentence, once the answer was cut.
    package private(set) var isBroken = false

    /// Creates a gate that gives on sentences alone from that instant.
    package init(closingAt: Duration) {
        self.closingAt = closingAt
        var configuration = TextChunker.Configuration()
        configuration.minimumFirstLength = nil
        configuration.maximumAge = nil
        // A sentence is a sentence, however long; without an end this is where it is broken.
        configuration.maximumLength = 2000
        self.chunker = TextChunker(configuration)
    }

    /// Takes the next piece and returns what can be given on.
    package mutating func take(_ piece: String, at now: Duration) -> String {
        self.held += piece
        for chunk in self.chunker.append(piece, at: now) { self.completeLength += chunk.text.utf8.count }
        return self.give(now < self.closingAt ? self.held.utf8.count : self.completeLength - self.givenLength)
    }

    /// Takes it that the answer is whole, and returns the rest of it.
    package mutating func finish() -> String { self.give(self.held.utf8.count) }

    /// Takes it that nothing more comes, and returns what still belongs to the answer.
    package mutating func close() -> String {
        guard let rest = self.chunker.finish().first else { return "" }
        if rest.boundary == .sentence { return self.finish() }
        let begun = rest.text.utf8.prefix(max(self.givenLength - self.completeLength, 0))
        self.isBroken = begun.contains { $0 > 0x20 }
        return ""
    }

    private mutating func give(_ length: Int) -> String {
        guard length > 0 else { return "" }
        let end = self.held.utf8.index(self.held.startIndex, offsetBy: length)
        let text = String(self.held[..<end])
        self.held.removeSubrange(..<end)
        self.givenLength += length
        self.given += text
        return text
    }
}
