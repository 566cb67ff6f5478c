/// One number of a family: what somebody else counts, read when it is asked for.
package struct MetricSample: Hashable, Sendable {
    package var family: MetricFamily
    /// The values of the family's labels, in their order.
    package var labels: [String]
    package var value: Double

    init(_ family: MetricFamily, _ labels: [String], _ value: Double) {
        self.family = family
        self.labels = labels
        self.value = value
    }

    init(_ family: MetricFamily, _ value: Double) { self.init(family, [], value) }
}
