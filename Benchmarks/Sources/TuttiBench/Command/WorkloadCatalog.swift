/// Which workload an argument names.
enum WorkloadCatalog {
    /// The workloads that an argument such as `w3:fan1000` names.
    ///
    /// - Throws: ``BenchError`` when there is none.
    static func workloads(named argument: String, graphFile: String? = nil) throws -> [any Workload] {
        let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let (name, detail) = (parts[0], parts.count > 1 ? parts[1] : nil)
        switch name {
        case "w1": return SleepWorkload.all
        case "w2": return [SleepWorkload(name: name, graph: "ragged")]
        case "w3":
            guard let source = graphFile.map(GraphSource.file) ?? detail.map(GraphSource.named) else {
                throw BenchError("w3 needs a graph: w3:layered_100x100, or w3 --graph FILE")
            }
            return [SchedulingWorkload(name: argument, source: source)]
        case "w4": return [InFlightWorkload(name: argument, count: try Self.number(detail, of: argument))]
        case "w5":
            return [SmallRunsWorkload(name: argument, runs: try detail.map { try Self.number($0, of: argument) })]
        case "w6": return [TimeoutWorkload()]
        case "w7":
            let detail = (detail ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard detail.first == "soak", detail.count < 3 else { throw BenchError("w7 is w7:soak or w7:soak:RUNS") }
            return [
                SoakWorkload(
                    name: argument, runs: detail.count == 2 ? try Self.number(detail[1], of: argument) : 100_000)
            ]
        case "w8", "w8spin":
            let count = try Self.number(detail, of: argument)
            return [BlockerWorkload(name: argument, count: count, spins: name == "w8spin")]
        case "w9":
            if let detail, Int(detail) == nil { return [QualityWorkload(name: argument, source: .directory(detail))] }
            return [
                QualityWorkload(
                    name: argument, source: .random(try detail.map { try Self.number($0, of: argument) } ?? 500))
            ]
        default:
            guard let workload = SleepWorkload.all.first(where: { $0.name == argument }) else {
                throw BenchError("there is no workload '\(argument)'; --help lists them")
            }
            return [workload]
        }
    }

    private static func number(_ text: String?, of argument: String) throws -> Int {
        guard let text, let number = Int(text), (1...10_000_000).contains(number) else {
            throw BenchError("'\(argument)' needs a number from 1 to 10000000 after the colon")
        }
        return number
    }
}
