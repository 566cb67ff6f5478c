import Foundation
import Testing
import TuttiProcesses

/// The server as operators watch it: a real Prometheus, and a receiver of OTLP.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ObservabilityLiveTests {
    private static let variables = ProcessInfo.processInfo.environment
    private static let script = Self.variables["TUTTI_LIVE_OBSERVE"]
    private static let prometheus = Self.variables["TUTTI_LIVE_PROMETHEUS"]
    private static let python = Self.variables["TUTTI_LIVE_OTLP_PYTHON"]

    private static func observe(_ what: String, _ part: String) async throws -> CommandLineProgram.Result {
        try await CommandLineProgram().shell(
            #"python3 "$1" "$2" "$TUTTI" "$3""#, [try #require(Self.script), what, part])
    }

    @Test(.enabled(if: prometheus != nil, "TUTTI_LIVE_PROMETHEUS is not set (a folder with promtool and prometheus)"))
    func `promtool and Prometheus take the metrics`() async throws {
        let result = try await Self.observe("metrics", try #require(Self.prometheus))
        #expect(result.code == 0, "\(result.error)")
        #expect(result.output.contains("metrics: promtool and Prometheus take"))
    }

    @Test(.enabled(if: python != nil, "TUTTI_LIVE_OTLP_PYTHON is not set (a python with opentelemetry-proto)"))
    func `each run is one trace, and its spans fit its report`() async throws {
        let result = try await Self.observe("traces", try #require(Self.python))
        #expect(result.code == 0, "\(result.error)")
        #expect(result.output.contains("fit their reports"))
    }
}
