internal import TuttiCore
internal import TuttiJSON

extension TimeoutExperiment {
    /// The results as a table in Markdown: useful answers in percent of the runs, in brackets all answers.
    package static func table(_ results: [Result]) -> String {
        var lines = [
            "| timeout | " + results.map { $0.deadline.shortText }.joined(separator: " | ") + " |",
            "| --- |" + String(repeating: " --- |", count: results.count),
        ]
        for (index, row) in (results.first?.rows ?? []).enumerated() {
            let cells = results.map { result in
                let row = result.rows[index]
                let text = "\(Self.percent(row.usefulAnswers)) (\(Self.percent(row.answers)))"
                return index == Self.best(result) ? "**\(text)**" : text
            }
            lines.append("| \(row.policy.name) | " + cells.joined(separator: " | ") + " |")
        }
        let advantages = results.map { "+\(Self.percent($0.advantage)) ± \(Self.percent($0.standardError))" }
        lines.append("| learned − best other | " + advantages.joined(separator: " | ") + " |")
        return lines.joined(separator: "\n")
    }

    /// The same as a JSON document; shares are from 0 to 1.
    package static func json(_ results: [Result]) -> String {
        JSONValue.array(
            results.map { result in
                [
                    "deadlineMs": .double(result.deadline.milliseconds),
                    "advantage": .double(result.advantage),
                    "standardError": .double(result.standardError),
                    "policies": .array(
                        result.rows.map { row in
                            [
                                "timeout": .string(row.policy.name),
                                "answers": .double(row.answers),
                                "usefulAnswers": .double(row.usefulAnswers),
                            ]
                        }),
                ]
            }
        ).serialized(pretty: true)
    }

    /// The row with the most useful answers.
    private static func best(_ result: Result) -> Int? {
        result.rows.indices.max { result.rows[$0].usefulAnswers < result.rows[$1].usefulAnswers }
    }

    private static func percent(_ share: Double) -> String { "\((share * 1_000).rounded() / 10)" }
}
