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
    private let weights: [Double]

    /// How soon more of the same word stops to count.
    private static let saturation = 1.2
    /// How much a long document is held against it, from 0 to 1.
    private static let lengthNormalization = 0.75

    /// Creates the statistics of a collection; `frequencies` says how many documents contain each term sought.
    package init(documents: Int, totalLength: Int, frequencies: [Int]) {
        self.averageLength = max(1, Double(totalLength) / Double(max(1, documents)))
        self.weights = frequencies.map { frequency in
            log(1 + (Double(max(documents, frequency) - frequency) + 0.5) / (Double(frequency) + 0.5))
        }
    }

    /// How well a document matches that has `length` terms and each term sought `counts` times; 0 for none.
    package func score(counts: [Int], length: Int) -> Double {
        let length = Double(length) / self.averageLength
        let damping = Self.saturation * (1 - Self.lengthNormalization + Self.lengthNormalization * length)
        return zip(counts, self.weights).reduce(0) { sum, term in
            let count = Double(term.0)
            return sum + term.1 * count * (Self.saturation + 1) / (count + damping)
        }
    }
}
