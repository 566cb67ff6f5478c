/// The terms of a question, each with its place, to count them in documents.
package struct SoughtTerms {
    /// The terms, each once.
    package let terms: [String]
    private let places: [String: Int]

    /// Takes the words of a question that tell something.
    package init(_ question: String) {
        self.terms = Tokenizer.queryTerms(in: question)
        self.places = Dictionary(uniqueKeysWithValues: zip(self.terms, self.terms.indices))
    }

    /// Whether there is nothing to look for.
    package var isEmpty: Bool { self.terms.isEmpty }

    /// How often each term occurs in a document.
    package func counts(in document: some Sequence<String>) -> [Int] {
        var counts = [Int](repeating: 0, count: self.terms.count)
        for term in document {
            if let place = self.places[term] { counts[place] += 1 }
        }
        return counts
    }

    /// In how many of the documents each term occurs.
    package func frequencies(in documents: some Sequence<[Int]>) -> [Int] {
        documents.reduce(into: [Int](repeating: 0, count: self.terms.count)) { sums, counts in
            for (place, count) in counts.enumerated() where count > 0 { sums[place] += 1 }
        }
    }
}
