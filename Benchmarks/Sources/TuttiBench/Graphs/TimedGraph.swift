import Tutti

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A graph whose nodes take so many seconds: what W9 puts in order.
struct TimedGraph: Sendable {
    var name: String
    /// The dependencies of each node; lower numbers only.
    var dependencies: [[Int]]
    var seconds: [Double]

    /// The seconds of the slowest chain of dependencies.
    var criticalPath: Double {
        var ends: [Double] = []
        for (inputs, seconds) in zip(self.dependencies, self.seconds) {
            ends.append((inputs.map { ends[$0] }.max() ?? 0) + seconds)
        }
        return ends.max() ?? 0
    }

    /// The least time that any order can take with so many agents at a time.
    func lowerBound(parallel: Int) -> Double {
        max(self.criticalPath, self.seconds.reduce(0, +) / Double(parallel))
    }

    /// The same graph on a day on which everything takes a little longer or shorter.
    func disturbed(sigma: Double, using generator: inout SeededRandomNumberGenerator) -> TimedGraph {
        var graph = self
        for node in graph.seconds.indices { graph.seconds[node] *= Self.logNormal(sigma: sigma, using: &generator) }
        return graph
    }

    /// Three to ten layers of two to ten nodes; a node depends on one to three of the layer before, and takes a
    /// log-normal time with a median of one second and sigma 1: most are short, a few ten times as long.
    static func random(_ name: String, using generator: inout SeededRandomNumberGenerator) -> TimedGraph {
        var graph = TimedGraph(name: name, dependencies: [], seconds: [])
        var previous: Range<Int> = 0..<0
        for _ in 0..<Int.random(in: 3...10, using: &generator) {
            let first = graph.dependencies.count
            for _ in 0..<Int.random(in: 2...10, using: &generator) {
                let count = min(previous.count, Int.random(in: 1...3, using: &generator))
                graph.dependencies.append(previous.shuffled(using: &generator).prefix(count).sorted())
                graph.seconds.append(Self.logNormal(sigma: 1, using: &generator))
            }
            previous = first..<graph.dependencies.count
        }
        return graph
    }

    /// A log-normal factor with the median 1.
    private static func logNormal(sigma: Double, using generator: inout SeededRandomNumberGenerator) -> Double {
        let radius = (-2 * log(Double.random(in: Double.leastNormalMagnitude..<1, using: &generator))).squareRoot()
        return exp(sigma * radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator)))
    }
}
