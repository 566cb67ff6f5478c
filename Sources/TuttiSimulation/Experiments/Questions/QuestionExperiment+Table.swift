internal import TuttiCore
internal import TuttiJSON

extension QuestionExperiment {
    /// The result as a table in Markdown.
    package func table(of series: [Series]) -> String {
        let head = [
            "| way | on time | complete | partial | nothing | first word p50 | p95 | end p50 | p95 | begun early | used |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        let lines = series.map { series in
            let shares = [series.onTime, series.complete, series.partial, series.nothing].map(self.percent)
            let times = [
                series.firstWords.percentile(50), series.firstWords.percentile(95),
                series.times.percentile(50), series.times.percentile(95),
            ].map { "\(Int($0.milliseconds.rounded())) ms" }
            let cells = [series.way.words] + shares + times + ["\(series.begun)", "\(series.used)"]
            return "| \(cells.joined(separator: " | ")) |"
        }
        return (head + lines).joined(separator: "\n")
    }

    /// The same as a JSON document.
    package func json(of series: [Series]) -> String {
        let rows = series.map { series -> JSONValue in
            [
                "way": .string(series.way.rawValue), "questions": .integer(self.questions),
                "onTime": .integer(series.onTime), "complete": .integer(series.complete),
                "partial": .integer(series.partial), "nothing": .integer(series.nothing),
                "firstWordP50Ms": .double(series.firstWords.percentile(50).milliseconds),
                "firstWordP95Ms": .double(series.firstWords.percentile(95).milliseconds),
                "endP50Ms": .double(series.times.percentile(50).milliseconds),
                "endP95Ms": .double(series.times.percentile(95).milliseconds),
                "begunEarly": .integer(series.begun), "used": .integer(series.used),
                "effectsBegunEarly": .integer(series.effects),
            ]
        }
        return JSONValue.array(rows).serialized(pretty: true)
    }

    private func percent(_ count: Int) -> String {
        "\((Double(count) / Double(max(self.questions, 1)) * 1_000).rounded() / 10) %"
    }
}
