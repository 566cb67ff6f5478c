/// A metric as Prometheus knows it: a name, what it means, and the labels that tell its series apart.
package struct MetricFamily: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case counter, gauge, histogram
    }

    package let name: String
    package let kind: Kind
    package let labels: [String]
    /// What it counts, on one line.
    package let help: String

    init(_ kind: Kind, _ name: String, _ labels: [String] = [], _ help: String) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
    }
}
