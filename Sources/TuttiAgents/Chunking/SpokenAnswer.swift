/// What is spoken of an answer while it grows.
///
/// silent, speaking: a piece → the chunks that are complete with it
/// speaking: the answer begins anew → restart, then its chunks · silent: the same, and there is nothing to take back
/// any: time passes → what has been held for too long · the answer ends → what is left of it
package struct SpokenAnswer {
    package enum Line: Hashable, Sendable {
        /// The next chunk, from 1: the text as it stands in the answer, and what a voice says of it.
        case chunk(Int, text: String, speak: String)
        /// What was spoken counts no more.
        case restart
    }

    private let configuration: TextChunker.Configuration
    private var chunker: TextChunker
    private var voice = SpokenText()
    private var count = 0
    private var hasSpoken = false

    package init(_ configuration: TextChunker.Configuration = .init()) {
        self.configuration = configuration
        self.chunker = TextChunker(configuration)
    }

    /// When ``timePassed(to:)`` is to be called; never earlier than it was before.
    package var nextDeadline: Duration? { self.chunker.nextDeadline }

    package mutating func append(_ text: String, at now: Duration) -> [Line] {
        self.lines(self.chunker.append(text, at: now))
    }

    package mutating func restart(_ text: String, at now: Duration) -> [Line] {
        let restart: [Line] = self.hasSpoken ? [.restart] : []
        self.chunker = TextChunker(self.configuration)
        self.voice = SpokenText()
        self.hasSpoken = false
        return restart + self.append(text, at: now)
    }

    package mutating func timePassed(to now: Duration) -> [Line] { self.lines(self.chunker.timePassed(to: now)) }

    package mutating func finish() -> [Line] { self.lines(self.chunker.finish()) }

    private mutating func lines(_ chunks: [TextChunk]) -> [Line] {
        chunks.compactMap { chunk in
            guard let speak = self.voice.speakable(chunk) else { return nil }
            self.hasSpoken = true
            self.count += 1
            return .chunk(self.count, text: chunk.text, speak: speak)
        }
    }
}
