internal import TuttiCore

/// The numbers of sources that a text cites, as `[1]` or `[1, 2]`.
struct CitedNumbers {
    /// Those that are sources, in rising order.
    private(set) var numbers: [Int] = []
    /// Those that are none, in rising order; 8 at most.
    private(set) var unknown: [Int] = []
    /// The places of ``numbers``.
    private(set) var citations: [Citation] = []

    init(in text: String, of sources: SourceList) {
        var found: Set<Int> = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "[") {
            rest = rest[rest.index(after: open)...]
            // Three numbers of three digits fit; anything longer is no reference.
            guard let close = rest.prefix(16).firstIndex(of: "]") else { continue }
            let numbers = rest[..<close].split(separator: ",").map { Int($0.filter { $0 != " " }) }
            if !numbers.isEmpty, numbers.allSatisfy({ $0 != nil }) { found.formUnion(numbers.compactMap(\.self)) }
        }
        let known = 1..<(sources.citations.count + 1)
        self.numbers = found.filter(known.contains).sorted()
        self.unknown = Array(found.filter { !known.contains($0) }.sorted().prefix(8))
        self.citations = self.numbers.map { sources.citations[$0 - 1] }
    }
}
