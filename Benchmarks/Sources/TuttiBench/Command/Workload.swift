/// Something that is measured, and checked.
protocol Workload: Sendable {
    /// The argument that names it.
    var name: String { get }
    /// The variants that it has beside the plain one.
    var variants: Set<Variant> { get }

    /// Measures it once, with all repeats.
    ///
    /// - Throws: ``BenchError`` when a result is wrong.
    func measure(_ bench: Bench, _ variant: Variant) async throws -> Measurement
}

extension Workload {
    var variants: Set<Variant> { [] }
}
