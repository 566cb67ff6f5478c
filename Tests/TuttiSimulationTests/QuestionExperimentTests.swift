import Testing
import TuttiJSON
import TuttiSimulation

@Suite struct QuestionExperimentTests {
    @Test func `by the deadline every question ends in time, and what overlaps says its first word earlier`() throws {
        var experiment = QuestionExperiment()
        experiment.questions = 120
        let series = try experiment.run()
        #expect(series.map(\.way) == AnsweringWay.allCases)
        let (sequential, phased, byDeadline, speculative) = (series[0], series[1], series[2], series[4])
        for row in series {
            #expect(row.complete + row.partial + row.nothing == 120)
            #expect(row.effects == 0)
        }
        for row in series[2...] {
            #expect(row.onTime == 120)
            #expect(row.nothing == 0)
        }
        #expect(sequential.onTime < phased.onTime && phased.onTime < 120)
        func median(_ row: QuestionExperiment.Series) -> Duration { row.firstWords.percentile(50) }
        #expect(median(sequential) > median(byDeadline))
        #expect(median(byDeadline) - median(speculative) > .milliseconds(150))
        #expect(speculative.used * 10 > speculative.begun * 8)
        #expect(series[..<4].allSatisfy { $0.begun == 0 })
        #expect(speculative.complete > byDeadline.complete)
        #expect(experiment.table(of: series).split(separator: "\n").count == 7)
        #expect(try JSONValue(parsing: experiment.json(of: series)).array?.count == 5)
    }

    @Test func `the same seed gives the same figures`() throws {
        var experiment = QuestionExperiment()
        experiment.questions = 20
        let first = try experiment.json(of: experiment.run())
        #expect(try experiment.json(of: experiment.run()) == first)
        experiment.seed = 2
        #expect(try experiment.json(of: experiment.run()) != first)
    }
}
