/// A workload that cannot be measured, or whose result is wrong.
struct BenchError: Error, CustomStringConvertible {
    var message: String

    init(_ message: String) { self.message = message }

    var description: String { self.message }
}
