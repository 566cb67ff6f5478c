internal import TuttiCore
internal import TuttiJSON

extension HedgingExperiment.Result {
    private var rows: [(name: String, series: HedgingExperiment.Series)] {
        [("without hedging", self.plain), ("with hedging", self.hedged)]
    }

    /// The result as a table in Markdown.
    package var table: String {
        let head = ["| runs | mean | p50 | p95 | p99 | extra calls |", "| --- | --- | --- | --- | --- | --- |"]
        let lines = self.rows.map { name, series in
            let times = [series.mean] + [50, 95, 99].map(series.percentile)
            return
                "| \(name) | \(times.map(\.shortText).joined(separator: " | ")) | \(Self.percent(series.extraShare)) |"
        }
        return (head + lines + ["", "p99 is cut by \(Self.percent(self.cut))"]).joined(separator: "\n")
    }

    /// The same as a JSON document.
    package var json: String {
        let rows = self.rows.map { name, series -> JSONValue in
            [
                "runs": .string(name),
                "meanMs": .double(series.mean.milliseconds),
                "p50Ms": .double(series.percentile(50).milliseconds),
                "p95Ms": .double(series.percentile(95).milliseconds),
                "p99Ms": .double(series.percentile(99).milliseconds),
                "calls": .integer(series.calls),
                "extraCalls": .integer(series.extraCalls),
            ]
        }
        let document: JSONValue = ["series": .array(rows), "cut": .double(self.cut)]
        return document.serialized(pretty: true)
    }

    private static func percent(_ share: Double) -> String { "\((share * 1_000).rounded() / 10) %" }
}
