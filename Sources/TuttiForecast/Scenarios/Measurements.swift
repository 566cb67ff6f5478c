internal import TuttiCore
internal import TuttiJSON
internal import TuttiWorkflows

/// What agents came to in runs that were measured, by their names: the reports that `tutti run --json` writes.
package struct Measurements: Hashable, Sendable {
    /// What is wrong with a file of reports.
    package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        package var description: String
    }

    /// The largest file.
    package static let maximumSize = 64 << 20

    package private(set) var byAgent: [String: [Measurement]] = [:]
    /// The number of reports.
    package private(set) var reports = 0

    package init() {}

    /// Reads reports: one JSON document, several after one another (as JSON lines are), or an array of them.
    package init(parsing bytes: [UInt8]) throws(Problem) {
        var position = 0
        while let start = bytes[position...].firstIndex(where: { !Self.whiteSpace.contains($0) }) {
            let document: JSONValue
            do { (document, position) = try JSONValue.parsePrefix(of: bytes, from: start) } catch {
                throw Problem(description: "not JSON: \(error)")
            }
            for report in document.array ?? [document] { try self.add(report) }
        }
        if self.reports == 0 { throw Problem(description: "has no report; make some with: tutti run FILE --json") }
    }

    /// Reads reports from a file; blocks while it is read.
    package init(path: String) throws(Problem) {
        let bytes: [UInt8]
        do { bytes = try WorkflowFile.read(path, maximumSize: Self.maximumSize) } catch {
            throw Problem(description: error.message)
        }
        guard bytes.count <= Self.maximumSize else {
            throw Problem(description: "is larger than \(Self.maximumSize >> 20) MB: leave out the older reports")
        }
        try self.init(parsing: bytes)
    }

    private static let whiteSpace: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

    /// Takes the attempts of the agents of one report.
    private mutating func add(_ report: JSONValue) throws(Problem) {
        guard report["wallMs"]?.double != nil, let agents = report["agents"]?.array else {
            let number = self.reports + 1
            throw Problem(
                description: "document \(number) is no report of tutti run --json: it has no wallMs and agents")
        }
        self.reports += 1
        for agent in agents {
            guard let name = agent["name"]?.string, let start = agent["startMs"]?.double,
                let end = agent["endMs"]?.double, end >= start, let ending = Self.ending(of: agent)
            else { continue }
            let attempts = min(max(agent["attempts"]?.integer ?? 1, 1), 100)
            // A report has the sum of the attempts: each counts as an equal part, the waits between them included.
            let share = Duration.nanoseconds(Int64(min((end - start) / Double(attempts), 1e9) * 1_000_000))
            let usage = Self.usage(of: agent, dividedBy: attempts)
            let failed = Measurement(share, .failed, usage: usage)
            self.byAgent[name, default: []] += Array(repeating: failed, count: attempts - 1)
            self.byAgent[name, default: []].append(Measurement(share, ending, usage: usage))
        }
    }

    /// Nil for an agent that says nothing about itself: it was skipped, or cancelled for what another did.
    private static func ending(of agent: JSONValue) -> Measurement.Ending? {
        switch agent["status"]?.string {
        // A fallback stands in for an attempt that failed.
        case "succeeded": agent["fallback"]?.bool == true ? .failed : .succeeded
        case "failed": .failed
        case "timedOut": .timedOut
        default: nil
        }
    }

    private static func usage(of agent: JSONValue, dividedBy attempts: Int) -> Usage {
        func count(_ key: String) -> Int { max(agent["usage"]?[key]?.integer ?? 0, 0) / attempts }
        let cost = max(agent["usage"]?["costUSD"]?.double ?? 0, 0) / Double(attempts)
        return Usage(inputTokens: count("inputTokens"), outputTokens: count("outputTokens"), costUSD: cost)
    }
}
