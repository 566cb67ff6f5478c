/// The order in which passages are given up when they do not all fit.
///
/// Two orders count the same: how well a passage matches the question (BM25), and its turn in the strategy, where the
/// first passages of all agents come before their second ones. Each place adds 1 / (60 + place): the usual way to put
/// two rankings together whose scores cannot be compared.
struct MaterialRanking {
    private let passages: [MaterialPassage]
    private let question: String

    private static let damping = 60.0

    init(_ passages: [MaterialPassage], question: String) {
        self.passages = passages
        self.question = question
    }

    /// The passages that fit into so many bytes, in their own order; of the last one as much of it as fits.
    func fitting(in room: Int, minimumLength: Int) -> [MaterialPassage] {
        let sizes = self.passages.map(\.size)
        // Ranking takes time before the model's first token: only when something has to go.
        guard sizes.reduce(0, +) > room else { return self.passages }
        var left = room
        var kept: [Int: MaterialPassage] = [:]
        for index in self.order {
            guard sizes[index] > left else {
                kept[index] = self.passages[index]
                left -= sizes[index]
                continue
            }
            if let cut = self.passages[index].shortened(to: left, minimumLength: minimumLength) { kept[index] = cut }
            break
        }
        return kept.keys.sorted().compactMap { kept[$0] }
    }

    /// The indices of the passages, the one to keep first.
    private var order: [Int] {
        let relevance = self.places { [scores = self.scores] in (scores[$0], 0) }
        let turns = self.turns
        let strategy = self.places { (0, -turns[$0]) }
        let scores = zip(relevance, strategy).map { 1 / (Self.damping + $0) + 1 / (Self.damping + $1) }
        return self.passages.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
    }

    /// The place of each passage when they are put into descending order; equal ones share a place.
    private func places(_ value: (Int) -> (Double, Int)) -> [Double] {
        let values = self.passages.indices.map(value)
        return values.map { value in Double(values.count { $0 > value }) }
    }

    /// How many passages of the same agent come before each.
    private var turns: [Int] {
        var counts: [String: Int] = [:]
        return self.passages.map { passage in
            defer { counts[passage.agent, default: 0] += 1 }
            return counts[passage.agent, default: 0]
        }
    }

    private var scores: [Double] {
        let sought = SoughtTerms(self.question)
        let documents = self.passages.map { Tokenizer.terms(in: $0.text) }
        let counts = documents.map { sought.counts(in: $0) }
        let ranking = BM25(
            documents: documents.count, totalLength: documents.reduce(0) { $0 + $1.count },
            frequencies: sought.frequencies(in: counts))
        return zip(counts, documents).map { ranking.score(counts: $0, length: $1.count) }
    }
}

extension MaterialPassage {
    /// The passage cut to so many bytes, between two characters; nil when hardly anything of it would be left.
    fileprivate func shortened(to size: Int, minimumLength: Int) -> Self? {
        var passage = self
        // What is escaped takes more room than it has bytes: half as much is tried until it fits.
        var length = self.text.utf8.count - (self.size - size) - "…".utf8.count
        while length >= minimumLength {
            passage.text = self.text.prefix(bytes: length)
            if passage.size <= size { return passage }
            length /= 2
        }
        return nil
    }
}
