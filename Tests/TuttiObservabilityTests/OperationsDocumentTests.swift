import Foundation
import Testing
import TuttiObservability

/// `Documentation/Operations.md` and the program say the same.
@Suite struct OperationsDocumentTests {
    private static let document = #filePath.components(separatedBy: "/Tests/")[0] + "/Documentation/Operations.md"

    /// The cells of the rows whose first cell is a name in code, such as `tutti_runs_running`.
    private static func rows(_ prefixes: [String]) throws -> [[String]] {
        let text = try String(contentsOfFile: Self.document, encoding: .utf8)
        return text.split(separator: "\n").filter { line in prefixes.contains { line.hasPrefix("| `\($0)") } }
            .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    }

    @Test func `every metric is documented as it is, and nothing else`() throws {
        let documented = try Self.rows(["tutti_"]).map { Array($0.prefix(4)).map { $0.replacing("`", with: "") } }
        let real = MetricFamily.all.map {
            [$0.name, $0.kind.rawValue, $0.labels.joined(separator: ", "), String($0.help.dropLast())]
        }
        #expect(documented == real)
    }

    @Test func `every attribute of a span is documented, and nothing else`() throws {
        let prefixes = ["gen_ai.", "http.", "client.", "server.", "error.", "tutti."]
        let documented = try Self.rows(prefixes).map { $0[0].replacing("`", with: "") }
        #expect(documented == TraceNames.attributes)
    }
}
