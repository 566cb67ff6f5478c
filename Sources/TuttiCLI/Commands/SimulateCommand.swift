internal import ArgumentParser
internal import TuttiCore
internal import TuttiForecast
internal import TuttiJSON
internal import TuttiWorkflows

/// `tutti simulate FILE`
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Forecast a workflow: how long runs take, how they end, and what would change that.",
        discussion: """
            Runs the workflow many times in virtual time: no model, program or server is asked, and the same seed gives the \
            same output. Simulated agents draw the durations that the file declares; a list is gone through run by run. \
            Agents of other kinds draw what --durations has of them, or what --set says.

            A what-if is a setting, one of = * / + - and a value; several with commas between them are tried together. It is \
            compared with the baseline in the same worlds. The settings of a run are maxParallel, deadline, reserve, \
            startSpacing and failFast; those of an agent duration, timeout, retry.maximumAttempts, retry.backoff, \
            retry.maximumBackoff, retry.attemptTimeout, cost, and if it is simulated failures, usage.input and usage.output. \
            'none' takes away what may be missing; a duration may be MEDIAN..P95.

            Try:  tutti simulate Examples/workflows/varying.yaml --what-if "memory.duration*0.5" \
            --what-if "maxParallel=5" --what-if "reporter.timeout=1s"
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The workflow, in YAML or JSON.")
    var file: String

    @Option(name: .long, help: ArgumentHelp("How many runs are simulated.", valueName: "n"))
    var runs = 1_000

    @Option(name: .long, help: ArgumentHelp("What chance begins with, a number from 0.", valueName: "s"))
    var seed: UInt64 = 1

    @Option(
        name: .customLong("what-if"),
        help: ArgumentHelp("A change to compare, as memory.duration*0.5; may be repeated.", valueName: "change"))
    var whatIf: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A change of the baseline and of all, written as a what-if; may be repeated.", valueName: "change"))
    var set: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("Reports of 'tutti run --json': how long agents took in them.", valueName: "file"))
    var durations: String?

    @Flag(name: .long, help: "Print one JSON document.")
    var json = false

    func run() async throws {
        let assembly = try Assembly(self.common)
        let forecaster = try self.forecaster(of: assembly.loadWorkflow(self.file))
        let progress = SimulationProgress(
            console: assembly.console, total: forecaster.totalRuns, time: assembly.time, isQuiet: self.common.quiet)
        let forecast: Forecast
        do {
            forecast = try await progress.following { report in
                try await forecaster.forecast(threads: assembly.host.processorCount, progress: report)
            }
        } catch let error as ForecastError { throw CommandFailure(.usage, "\(error)") }
        let output = assembly.console.output
        if self.json {
            output.write(raw: forecast.json.serialized(pretty: true) + "\n")
        } else {
            output.write(forecast.text + "\n")
        }
    }

    private func forecaster(of workflow: Workflow) throws(CommandFailure) -> Forecaster {
        var baseline = Scenario(workflow, try self.measurements())
        for change in self.set {
            do { baseline = try baseline.changed(by: change) } catch {
                throw CommandFailure(.usage, "--set \"\(change)\": \(error)")
            }
        }
        baseline.name = Scenario(workflow).name
        var scenarios: [Scenario] = []
        for change in self.whatIf {
            do { scenarios.append(try baseline.changed(by: change)) } catch {
                throw CommandFailure(.usage, "--what-if \"\(change)\": \(error)")
            }
        }
        do {
            return try Forecaster(baseline, whatIfs: scenarios, runs: self.runs, seed: self.seed)
        } catch { throw CommandFailure(.usage, "\(self.file): \(error)") }
    }

    private func measurements() throws(CommandFailure) -> Measurements {
        guard let durations else { return Measurements() }
        do { return try Measurements(path: durations) } catch {
            throw CommandFailure(.usage, "\(durations): \(error)")
        }
    }
}
