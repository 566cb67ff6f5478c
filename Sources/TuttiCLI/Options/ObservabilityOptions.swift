internal import ArgumentParser
internal import TuttiObservability

/// What operators see of a server.
struct ObservabilityOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The form of the log, on the standard error: text or json.", valueName: "form"))
    var log = LogEncoder.Format.text

    @Option(
        name: .long, help: ArgumentHelp("The least that is logged: debug, info, warning or error.", valueName: "level"))
    var logLevel = LogLevel.info

    @Flag(name: .long, help: "Log questions and answers too.")
    var logContent = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Send traces to a collector: its address before /v1/traces. The OTEL_ variables say the same.",
            valueName: "url"))
    var otlp: String?
}

extension LogEncoder.Format: ExpressibleByArgument {}
extension LogLevel: ExpressibleByArgument {}
