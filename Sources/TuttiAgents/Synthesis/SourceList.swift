internal import TuttiCore

/// The places that a text cites, numbered from 1 in the order in which they are first named.
struct SourceList {
    /// What stands above the list.
    static let heading = "Sources"

    private(set) var citations: [Citation] = []

    /// The number of the place of a citation; the first quote from a place stands for it.
    mutating func number(of citation: Citation) -> Int {
        let source = citation.source.sanitizedLine(maximumLength: 200)
        if let index = self.citations.firstIndex(where: { $0.source == source }) { return index + 1 }
        self.citations.append(Citation(source: source, quote: citation.quote))
        return self.citations.count
    }

    /// The list as it stands below an answer: all numbers, or some of them.
    func lines(of numbers: [Int]? = nil) -> [String] {
        self.citations.enumerated().filter { numbers?.contains($0.offset + 1) ?? true }
            .map { "  [\($0.offset + 1)] \($0.element.source)" }
    }
}
