internal import TuttiAgents
internal import TuttiCore

extension MetricsRegistry {
    /// The type of ``text(_:)``, for the header of a response.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Everything in the text format of Prometheus, in the order of ``MetricFamily/all``; series that have counted nothing
    /// are left out.
    ///
    /// - Parameter samples: What others count.
    package func text(_ samples: [MetricSample] = []) -> String {
        var text = ExpositionText()
        for family in MetricFamily.all {
            switch family {
            case .runDuration, .firstText, .running, .missedEvents: self.writeRuns(family, to: &text)
            case .agentDuration: self.writeAgentDurations(to: &text)
            case .callDuration, .callFirstText, .callTokens, .callFailures: self.writeCalls(family, to: &text)
            case .requests, .requestDuration, .responseBytes, .refusedRuns: self.writeRequests(family, to: &text)
            default:
                self.writeAgentCounts(family, to: &text)
                for sample in samples where sample.family == family { text.add(family, sample.labels, sample.value) }
            }
        }
        return text.text
    }

    private func writeRuns(_ family: MetricFamily, to text: inout ExpositionText) {
        for (name, ensemble) in zip(self.ensembleNames.values, self.ensembles) {
            switch family {
            case .running: text.add(family, [name], Double(ensemble.running))
            case .missedEvents: text.add(family, [name], Double(ensemble.missedEvents))
            case .firstText: text.add(family, [name], ensemble.firstTexts, row: 0)
            default:
                for (row, status) in EnsembleMetrics.statuses.enumerated() {
                    text.add(family, [name, status.rawValue], ensemble.runs, row: row)
                }
            }
        }
    }

    private func writeAgentDurations(to text: inout ExpositionText) {
        for (name, ensemble) in zip(self.ensembleNames.values, self.ensembles) {
            for (row, agent) in ensemble.agents.names.values.enumerated() {
                for (place, state) in AgentMetrics.timed.enumerated() {
                    text.add(
                        .agentDuration, [name, agent, state.rawValue], ensemble.agents.durations,
                        row: row * AgentMetrics.timed.count + place)
                }
            }
        }
    }

    private func writeAgentCounts(_ family: MetricFamily, to text: inout ExpositionText) {
        let columns = AgentColumn.allCases.filter { $0.series.family == family }
        for (name, ensemble) in zip(self.ensembleNames.values, self.ensembles) {
            for (row, agent) in ensemble.agents.names.values.enumerated() {
                for column in columns {
                    let count = ensemble.agents.count(row, column)
                    let labels = [name, agent] + (column.series.label.map { [$0] } ?? [])
                    if count > 0 { text.add(family, labels, Double(count) * column.series.scale) }
                }
            }
        }
    }

    private func writeCalls(_ family: MetricFamily, to text: inout ExpositionText) {
        for (row, model) in self.models.models.values.enumerated() {
            switch family {
            case .callFirstText: text.add(family, [model], self.models.firstTexts, row: row)
            case .callTokens:
                text.add(family, [model, "input"], Double(self.models.tokens[row].input))
                text.add(family, [model, "output"], Double(self.models.tokens[row].output))
            case .callFailures:
                for (code, count) in self.models.failures[row].sorted(by: { $0.key < $1.key }) {
                    text.add(family, [model, code], Double(count))
                }
            default:
                for (place, outcome) in ModelMetrics.outcomes.enumerated() {
                    text.add(
                        family, [model, outcome.rawValue], self.models.durations,
                        row: row * ModelMetrics.outcomes.count + place)
                }
            }
        }
    }

    private func writeRequests(_ family: MetricFamily, to text: inout ExpositionText) {
        guard family != .refusedRuns else {
            for refusal in self.requests.refusedRuns { text.add(family, [refusal.reason], Double(refusal.count)) }
            return
        }
        for (row, series) in self.requests.series.enumerated() {
            let labels = [series.method, series.route]
            switch family {
            case .requestDuration: text.add(family, labels, self.requests.durations, row: row)
            case .responseBytes: text.add(family, labels, Double(series.bytes))
            default:
                for (status, count) in series.statuses { text.add(family, labels + ["\(status)"], Double(count)) }
            }
        }
    }
}
