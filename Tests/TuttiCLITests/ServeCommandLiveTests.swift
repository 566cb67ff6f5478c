import Foundation
import Testing

/// Clients that others have made, unchanged, against `tutti serve` in front of a model on a real socket.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ServeCommandLiveTests {
    private static let variables = ProcessInfo.processInfo.environment
    private static let llmock = Self.variables["TUTTI_LIVE_LLMOCK_URL"]
    private static let sdk = Self.python("sdk")
    private static let pipecat = Self.python("pipecat")
    private static let token = "0123456789abcdef0123456789abcdef"

    /// The Python of an environment that `Scripts/test-live` has prepared.
    private static func python(_ environment: String) -> String? {
        guard let parts = Self.variables["TUTTI_LIVE_PARTS"] else { return nil }
        let isReady = FileManager.default.fileExists(atPath: "\(parts)/\(environment)/.ready")
        return isReady ? "\(parts)/\(environment)/bin/python" : nil
    }

    @Test(.enabled(if: llmock != nil && sdk != nil, "needs TUTTI_LIVE_LLMOCK_URL, and sdk in TUTTI_LIVE_PARTS"))
    func `the SDKs of OpenAI and Anthropic list, complete, stream, leave, and get their own errors`() async throws {
        let result = try await Self.serve(try #require(Self.sdk), "sdk-clients.py")
        #expect(result.code == 0, "\(result.output) \(result.error)")
        #expect(!result.output.contains("FAILED"))
        #expect(result.output.contains("curl -N: tokens as they come"))
    }

    @Test(.enabled(if: llmock != nil && pipecat != nil, "needs TUTTI_LIVE_LLMOCK_URL, and pipecat in TUTTI_LIVE_PARTS"))
    func `a pipeline of pipecat gets its text in pieces`() async throws {
        let result = try await Self.serve(try #require(Self.pipecat), "pipecat-client.py")
        #expect(result.code == 0, "\(result.output) \(result.error)")
        #expect(result.output.hasPrefix("ok pipecat: "))
    }

    /// Runs a script of `Tests/RealParts` against a server of its own.
    private static func serve(_ python: String, _ script: String) async throws -> CommandLineProgram.Result {
        let program = try CommandLineProgram()
        let agents = [
            "talk": #"kind: llm, prompt: "{{input}}", maxTokens: 1000"#,
            "slow": "kind: simulated, duration: 60s, output: late", "broken": "kind: simulated, fails: on purpose",
        ]
        for (name, agent) in agents {
            _ = try program.write("name: \(name)\nagents:\n  answer: { final: true, \(agent) }\n", to: "\(name).yaml")
        }
        let token = try program.write(Self.token, to: "token")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../RealParts")
        return try await program.shell(
            #"""
            "$TUTTI" serve --port 0 --model openai:echo --max-runs 2 --token-file token \
              --workflow talk.yaml --workflow slow.yaml --workflow broken.yaml & pid=$!
            until url=$(sed -n 's/^Serving .* at //p' "$errors") && [ -n "$url" ]; do
              kill -0 $pid || exit 1
              sleep 0.05
            done
            "$1" "$2" "$url" "$3"
            code=$?
            kill $pid
            wait $pid
            (exit $code)
            """#, [python, folder.appendingPathComponent(script).path, Self.token],
            environment: [
                "OPENAI_BASE_URL": try #require(Self.llmock) + "/v1", "OPENAI_API_KEY": "x",
                "TUTTI_MODEL": "openai:echo",
            ])
    }
}
