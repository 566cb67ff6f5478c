import Tutti

/// Makespans over the lower bound, by the way in which the order was found.
struct ScheduleRatios: Sendable {
    private var longestPath: [Double] = []
    private var learned: [Double] = []
    private var firstCome: [Double] = []

    /// Runs a graph in all three ways.
    mutating func append(_ schedule: SimulatedSchedule, _ history: DurationHistory, parallel: Int) throws {
        let bound = schedule.graph.lowerBound(parallel: parallel)
        self.longestPath.append(try schedule.makespan(parallel: parallel) / bound)
        self.learned.append(try schedule.makespan(parallel: parallel, learned: history) / bound)
        self.firstCome.append(schedule.graph.firstComeMakespan(parallel: parallel) / bound)
    }

    mutating func append(_ other: ScheduleRatios) {
        self.longestPath += other.longestPath
        self.learned += other.learned
        self.firstCome += other.firstCome
    }

    /// The figures by the way in which the order was found.
    var measurement: Measurement {
        var measurement = Measurement()
        measurement["longest_path"] = .object(Self.figures(self.longestPath))
        measurement["learned"] = .object(Self.figures(self.learned))
        measurement["first_come"] = .object(Self.figures(self.firstCome))
        return measurement
    }

    private static func figures(_ ratios: [Double]) -> Measurement {
        var figures = Measurement()
        figures["mean"] = .number(ratios.mean)
        figures["p99"] = .number(ratios.quantile(0.99))
        figures["max"] = .number(ratios.most)
        return figures
    }
}
