/// A graph and what must come out of it: the contents of a graph file.
struct BenchGraph: Decodable, Sendable {
    /// What a run must have computed.
    struct Expectation: Decodable, Sendable {
        /// The sum of all values.
        var sum: Int

        enum CodingKeys: String, CodingKey { case sum = "sum_all" }
    }

    var name: String
    var count: Int
    var edgeCount: Int
    /// The dependencies of each node; lower numbers only.
    var dependencies: [[Int]]
    /// The seconds that each node sleeps.
    var sleep: [Double]?
    /// The nodes that fail after their sleep.
    var failing: [Int]
    var names: [String]?
    var expected: Expectation
    /// The seconds of the critical path.
    var idealSeconds: Double?
    /// The seconds that a runtime with a barrier after each phase would take.
    var barrierSeconds: Double?

    enum CodingKeys: String, CodingKey {
        case name, sleep, names
        case count = "n"
        case edgeCount = "edges"
        case dependencies = "deps"
        case failing = "fail"
        case expected = "expect"
        case idealSeconds = "ideal_s"
        case barrierSeconds = "barrier_s"
    }

    /// Values are modulo this prime.
    static let modulus = 1_000_000_007

    /// What a node makes of the values that it depends on.
    static func value(from inputs: [Int]) -> Int { inputs.reduce(1, &+) % Self.modulus }

    /// A graph whose expectation is computed one node after another, apart from what is measured.
    init(_ name: String, _ dependencies: [[Int]], sleep: [Double]? = nil) {
        self.name = name
        self.count = dependencies.count
        self.edgeCount = dependencies.reduce(0) { $0 + $1.count }
        self.dependencies = dependencies
        self.sleep = sleep
        self.failing = []
        var values: [Int] = []
        values.reserveCapacity(dependencies.count)
        for inputs in dependencies { values.append(Self.value(from: inputs.map { values[$0] })) }
        self.expected = Expectation(sum: values.reduce(0) { ($0 + $1) % Self.modulus })
    }

    /// What is wrong with a graph that was read from a file; nil when nothing is.
    var problem: String? {
        if self.count == 0 || self.dependencies.count != self.count { return "n is not the number of nodes" }
        if self.sleep.map({ $0.count != self.count }) ?? false { return "sleep has not a number for each node" }
        if self.names.map({ $0.count != self.count }) ?? false { return "names has not a name for each node" }
        for (node, inputs) in self.dependencies.enumerated() where !inputs.allSatisfy({ (0..<node).contains($0) }) {
            return "node \(node) depends on a node that is not before it"
        }
        return nil
    }

    /// The names of the agents: those of the file, else the numbers.
    var agentNames: [String] { self.names ?? (0..<self.count).map { "agent \($0)" } }
}
