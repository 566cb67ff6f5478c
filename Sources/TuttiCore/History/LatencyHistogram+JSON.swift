package import TuttiJSON

extension LatencyHistogram {
    /// The histogram as two flat arrays of pairs, bucket and weight: some kilobytes at most.
    package var json: JSONValue {
        ["ended": Self.pairs(self.bins, \.ended), "cut": Self.pairs(self.bins, \.cut)]
    }

    private static func pairs(_ bins: [Bin], _ weight: (Bin) -> Double) -> JSONValue {
        .array(
            bins.filter { weight($0) > 0 }.flatMap { bin -> [JSONValue] in
                let rounded = (weight(bin) * 10_000).rounded() / 10_000
                return [.integer(bin.bucket), Int(exactly: rounded).map { .integer($0) } ?? .double(rounded)]
            })
    }

    /// Reads what ``json`` wrote; nil for anything else.
    package init?(json: JSONValue) {
        guard let ended = Self.weights(json["ended"]), let cut = Self.weights(json["cut"]) else { return nil }
        let bins = Set(ended.keys).union(cut.keys).sorted()
            .map { Bin(bucket: $0, ended: ended[$0] ?? 0, cut: cut[$0] ?? 0) }
        self.init(bins: bins)
    }

    /// The weights by bucket; nil when one is out of range or they are more than a histogram holds.
    private static func weights(_ json: JSONValue?) -> [Int: Double]? {
        guard let numbers = json?.array, numbers.count % 2 == 0 else { return nil }
        var weights: [Int: Double] = [:]
        for index in stride(from: 0, to: numbers.count, by: 2) {
            guard let bucket = numbers[index].integer, 0..<Self.bucketCount ~= bucket,
                let weight = numbers[index + 1].double, weight >= 0, weight <= Self.memory, weights[bucket] == nil
            else { return nil }
            weights[bucket] = weight
        }
        return weights
    }
}
