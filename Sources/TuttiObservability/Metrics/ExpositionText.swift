internal import TuttiCore

/// Writes metrics in the text format of Prometheus, version 0.0.4: families one after another, each with its help and type
/// before its first sample.
struct ExpositionText {
    private(set) var text = ""
    private var family: MetricFamily?

    /// The labels of a series; `values` are those of the family's labels, in their order.
    static func labels(_ family: MetricFamily, _ values: [String]) -> String {
        zip(family.labels, values).map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
    }

    /// A value between quotes. What steers terminals is left out, for people read this too.
    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for character in value.terminalSafe.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// A number of a family that is a counter or a gauge.
    mutating func add(_ family: MetricFamily, _ labels: [String], _ value: Double) {
        self.begin(family)
        self.line(family.name, Self.labels(family, labels), value)
    }

    /// A row of a histogram; nothing for one that has counted nothing.
    mutating func add(_ family: MetricFamily, _ labels: [String], _ histograms: DurationHistograms, row: Int) {
        guard let (cumulative, sum) = histograms.values(of: row), let total = cumulative.last else { return }
        self.begin(family)
        let labels = Self.labels(family, labels)
        let separator = labels.isEmpty ? "" : ","
        for (bound, count) in zip(DurationHistograms.bounds.map { "\($0)" } + ["+Inf"], cumulative) {
            self.line("\(family.name)_bucket", "\(labels)\(separator)le=\"\(bound)\"", Double(count))
        }
        self.line("\(family.name)_sum", labels, sum)
        self.line("\(family.name)_count", labels, Double(total))
    }

    private mutating func begin(_ family: MetricFamily) {
        guard family != self.family else { return }
        self.family = family
        let help = family.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        self.text += "# HELP \(family.name) \(help)\n# TYPE \(family.name) \(family.kind.rawValue)\n"
    }

    private mutating func line(_ name: String, _ labels: String, _ value: Double) {
        let number = value == value.rounded() && abs(value) < 9e15 ? "\(Int(value))" : "\(value)"
        self.text += labels.isEmpty ? "\(name) \(number)\n" : "\(name){\(labels)} \(number)\n"
    }
}
