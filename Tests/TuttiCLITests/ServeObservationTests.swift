import Foundation
import Testing
import TuttiJSON

/// What operators see of `tutti serve`.
@Suite(.timeLimit(.minutes(2))) struct ServeObservationTests {
    private static let token = "0123456789abcdef0123456789abcdef"

    /// Serves with these arguments while some lines of shell run, in which `ask` makes a request and `$url` is the server.
    private static func serve(
        _ arguments: [String], environment: [String: String] = [:], redirection: String = "", before: String = "",
        _ lines: String
    ) async throws -> CommandLineProgram.Result {
        let program = try CommandLineProgram()
        let path = try program.write(Self.token + "\n", to: "token")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return try await program.shell(
            #"""
            port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
            url=http://127.0.0.1:$port
            \#(before)
            "$TUTTI" serve --port $port --token-file token "$@" \#(redirection) & pid=$!
            until curl -s -o /dev/null "$url/healthz"; do kill -0 $pid || exit 1; sleep 0.05; done
            ask() { curl -s -H "Authorization: Bearer \#(Self.token)" "$@"; }
            \#(lines)
            kill -TERM $pid
            wait $pid
            """#, arguments, environment: environment)
    }

    private static let question =
        #"ask "$url/v1/chat/completions" -o /dev/null -H 'content-type: application/json' "#
        + #"-d '{"model":"tutti/coach","messages":[{"role":"user","content":"I am overwhelmed, said the walrus"}]}'"#

    @Test func `the log tells of requests, refusals and runs, and of nobody's words`() async throws {
        let result = try await Self.serve(
            ["--log", "json"],
            Self.question + "\n"
                + #"for path in models "models?token=\#(Self.token)"; do curl -s -o /dev/null "$url/v1/$path"; done"#)
        #expect(result.code == 0)
        let lines = try result.error.split(separator: "\n").filter { $0.hasPrefix("{") }
            .map { try JSONValue(parsing: String($0)) }
        let request = try #require(lines.first { $0["event"] == "request" })
        #expect(request["route"] == "/v1/chat/completions" && request["status"] == 200 && request["method"] == "POST")
        #expect(request["client"] == "127.0.0.1" && request["bytes"]?.integer ?? 0 > 100)
        let run = try #require(lines.first { $0["event"] == "run" })
        #expect(run["run"] == request["run"] && run["run"]?.string?.utf8.count == 16)
        #expect(run["status"] == "complete" && run["ensemble"] == "tutti/coach")
        let refusals = lines.filter { $0["event"] == "refused" }
        #expect(refusals.map { $0["status"] } == [401, 400])
        #expect(refusals.map { $0["error"] } == ["invalid_api_key", "token_in_url"])
        #expect(refusals.allSatisfy { $0["route"] == "/v1/models" } && refusals.first?["level"] == "warning")
        #expect(lines.contains { $0["event"] == "listening" })
        // Those who only look whether the server is there are not told of.
        #expect(!result.error.contains("healthz"))
        #expect(!result.error.contains("walrus") && !result.error.contains(Self.token))
    }

    @Test func `words are logged when the operator asks for them, without secrets`() async throws {
        let result = try await Self.serve(
            ["--log-content"], environment: ["WALRUS_KEY": "overwhelmed"], Self.question)
        #expect(result.error.contains(#"question="I am <secret>, said the walrus""#))
        #expect(result.error.contains(" info run run="))
    }

    @Test func `a quiet server writes nothing, and one that warns only what was refused`() async throws {
        let lines = Self.question + "\n" + #"curl -s -o /dev/null "$url/v1/models""#
        let quiet = try await Self.serve(["--quiet"], lines)
        #expect(
            !quiet.error.contains("request") && !quiet.error.contains("refused") && !quiet.error.contains("Serving"))
        let warning = try await Self.serve(["--log-level", "warning"], lines)
        #expect(warning.error.contains("warning refused method=GET route=/v1/models status=401"))
        #expect(!warning.error.contains(" info "))
    }

    @Test func `metrics need the token, and have what happened`() async throws {
        let result = try await Self.serve(
            ["--quiet", "--max-runs", "7"],
            Self.question + "\n"
                + #"curl -s -o /dev/null -w '%{http_code}\n' "$url/metrics"; ask -D - "$url/metrics""#)
        #expect(result.output.hasPrefix("401\n"))
        #expect(result.output.lowercased().contains("content-type: text/plain; version=0.0.4; charset=utf-8"))
        let count = #"tutti_run_duration_seconds_count{ensemble="tutti/coach",status="complete"} 1"#
        #expect(result.output.contains(count))
        let requests = #"tutti_http_requests_total{method="GET",route="/metrics",status="401"} 1"#
        #expect(result.output.contains(requests))
        let load = [
            "admission_places_taken 0", "admission_place_limit 7", "admission_requests_waiting 0",
            "admission_queue_limit 256",
        ]
        for sample in load { #expect(result.output.contains("\ntutti_\(sample)\n")) }
        // The one that asks, and perhaps one that has asked and is about to end.
        #expect(result.output.contains(/\ntutti_http_connections [12]\n/))
    }

    @Test func `a log that nobody reads holds nobody up, and what is lost is counted`() async throws {
        // The reader of the pipe never reads; more lines come than the pipe holds.
        let result = try await Self.serve(
            ["--log-level", "debug"], redirection: "2>stuck",
            before: "mkfifo stuck; sleep 60 <stuck & reader=$!",
            #"""
            for i in $(seq 1500); do echo "url = $url/healthz"; echo 'output = /dev/null'; done >urls
            curl -s -m 60 -K urls || exit 9
            ask "$url/metrics" | grep tutti_log_lines_dropped_total
            kill $reader
            """#)
        #expect(result.code == 0)
        let count = result.output.split(separator: "\n").last { $0.hasPrefix("tutti_log_lines_dropped_total ") }
        #expect(count.flatMap { Int($0.split(separator: " ")[1]) } ?? 0 > 0, "\(result.output)")
    }

    @Test(arguments: [
        ["--log", "xml"], ["--log-level", "loud"], ["--otlp", "collector:4318"], ["--otlp", "http://u:p@c"],
    ])
    func `bad usage is 2`(arguments: [String]) async throws {
        let result = try await CommandLineProgram().shell(#""$TUTTI" serve --port 0 "$@""#, arguments)
        #expect(result.code == 2)
        #expect(!result.error.contains("u:p"))
    }
}
