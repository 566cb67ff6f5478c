internal import TuttiCore
internal import TuttiJSON

/// What a command shows at the end of a run.
struct Conclusion: Sendable {
    var output: String?
    var run: RunReport
    var warnings: [String]
    var json: JSONValue

    init(_ report: RunReport) {
        self.output = report.output
        self.run = report
        self.warnings = report.warnings
        self.json = report.json
    }
}
