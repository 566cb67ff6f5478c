import Testing
import TuttiObservability

/// The text format, read as strictly as Prometheus does.
struct Exposition {
    private(set) var samples: [String: Double] = [:]
    private(set) var types: [String: String] = [:]

    init(_ text: String) throws {
        var family = ""
        var isBegun: Set<String> = []
        try #require(text.isEmpty || text.hasSuffix("\n"))
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("# HELP ") {
                family = String(line.dropFirst(7).prefix { $0 != " " })
                try #require(isBegun.insert(family).inserted, "two blocks of \(family)")
                continue
            }
            if line.hasPrefix("# TYPE ") {
                let parts = line.split(separator: " ")
                try #require(parts.count == 4 && parts[2] == family)
                self.types[family] = String(parts[3])
                continue
            }
            let pattern = #/([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\\n]|\\\\|\\"|\\n)*",?)*\})? (\S+)/#
            let match = try #require(line.wholeMatch(of: pattern), "\(line)")
            let name = String(match.1)
            let isOfFamily =
                self.types[family] == "histogram"
                ? ["_bucket", "_sum", "_count"].contains { name == family + $0 } : name == family
            try #require(isOfFamily, "\(name) in the block of \(family)")
            let key = name + (match.2.map { String($0) } ?? "")
            let value = try #require(Double(match.3))
            try #require(self.samples.updateValue(value, forKey: key) == nil, "two series \(key)")
        }
    }

    /// The sum of the series that begin like this.
    func sum(_ prefix: String) -> Double { self.samples.filter { $0.key.hasPrefix(prefix) }.values.reduce(0, +) }

    subscript(key: String) -> Double? { self.samples[key] }
}
