#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Okapi BM25 over the terms of a collection.
///
/// The weight of a term is log(1 + (N − n + ½) / (n + ½)), which stays above 0: the form without "1 +", which SQLite
/// uses, ignores a word that half of the entries contain, and in a small collection that is the word that matters.
package struct BM25 {
    private let averageLength: Double
    private let weights: [String: Double]

    /// How soon more of the same word stops to count.
    private static let saturation = 1.2
    /// How much a long document is held against it, from 0 to 1.
    private static let lengthNormalization = 0.75

    /// Creates the statistics of a collection; `frequencies` says how many documents contain a term.
    package init(documents: Int, totalLength: Int, frequencies: [String: Int]) {
        self.averageLength = max(1, Double(totalLength) / Double(max(1, documents)))
        self.weights = frequencies.mapValues { frequency in
            log(1 + (Double(max(documents, frequency) - frequency) + 0.5) / (Double(frequency) + 0.5))
        }
    }

    /// How well a document matches, 0 when it contains none of the terms sought; linear in its length.
    package func score(_ document: [String], for sought: [String]) -> Double {
        var counts = Dictionary(sought.map { ($0, 0) }, uniquingKeysWith: { first, _ in first })
        for term in document {
            if let index = counts.index(forKey: term) { counts.values[index] += 1 }
        }
        let length = Double(document.count) / self.averageLength
        let damping = Self.saturation * (1 - Self.lengthNormalization + Self.lengthNormalization * length)
        // In the order of the query: a sum in the order of a dictionary would differ from run to run.
        return sought.reduce(0) { sum, term in
            let count = Double(counts.removeValue(forKey: term) ?? 0)
            return sum + (self.weights[term] ?? 0) * count * (Self.saturation + 1) / (count + damping)
        }
    }
}
