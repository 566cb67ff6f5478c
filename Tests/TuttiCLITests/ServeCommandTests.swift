import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ServeCommandTests {
    private static let token = "0123456789abcdef0123456789abcdef\n"

    @Test func `it says where it serves, and a signal ends it in order`() async throws {
        let result = try await CommandLineProgram().shell(
            #"""
            "$TUTTI" serve --port 0 & pid=$!
            until grep -q "Serving tutti/coach at http://127.0.0.1:" "$errors"; do sleep 0.02; done
            kill -TERM $pid
            wait $pid
            """#)
        #expect(result.code == 0)
        #expect(result.output.isEmpty)
    }

    @Test func `a workflow is a model`() async throws {
        let program = try CommandLineProgram()
        let file = try program.write(
            "name: hello\nagents:\n  a: { kind: simulated, output: \"Hi {{input}}\" }\n", to: "w.yaml")
        let result = try await program.shell(
            #"""
            "$TUTTI" serve --port 0 --workflow "$1" & pid=$!
            until url=$(sed -n 's/^Serving .* at //p' "$errors") && [ -n "$url" ]; do sleep 0.02; done
            curl -s -m 10 "$url/models"
            curl -s -m 10 -H 'Content-Type: application/json' "$url/chat/completions" \
                -d '{"model":"hello","messages":[{"role":"user","content":"Ann"}]}'
            kill -TERM $pid
            wait $pid
            """#, [file])
        #expect(result.code == 0)
        #expect(result.output.contains(#""id":"tutti/coach""#))
        #expect(result.output.contains(#""id":"hello""#))
        #expect(result.output.contains(#""content":"Hi Ann""#))
        #expect(result.error.contains("Serving tutti/coach, hello at http://127.0.0.1:"))
    }

    @Test func `two workflows of one name, and none, are bad usage`() async throws {
        let program = try CommandLineProgram()
        let file = try program.write("name: hello\nagents:\n  a: { kind: simulated }\n", to: "w.yaml")
        let twice = try await program.run("serve", "--port", "0", "--workflow", file, "--workflow", file)
        #expect(twice.code == 2)
        #expect(twice.error.contains("another workflow has the name 'hello'"))
        #expect(try await program.run("serve", "--port", "0", "--workflow", "/nowhere.yaml").code == 2)
    }

    @Test(arguments: ["0.0.0.0", "::", "192.168.0.7"])
    func `others are not served without a token`(host: String) async throws {
        let result = try await CommandLineProgram().run("serve", "--host", host, "--port", "0")
        #expect(result.code == 2)
        #expect(result.error.contains("other machines are only served with a token"))
    }

    @Test(arguments: [
        (0o644, token, "others can read the token file"), (0o640, token, "others can read the token file"),
        (0o606, token, "others can read the token file"), (0o600, "short\n", "at least 32 visible characters"),
        (0o600, "", "at least 32 visible characters"), (0o600, "ä" + token, "at least 32 visible characters"),
    ])
    func `a token that others know, or could guess, is none`(mode: Int, text: String, message: String) async throws {
        let program = try CommandLineProgram()
        let path = try program.write(text, to: "token")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let result = try await program.run("serve", "--port", "0", "--token-file", path)
        #expect(result.code == 2)
        #expect(result.error.contains(message))
        #expect(!result.error.contains("0123456789abcdef"))
    }

    @Test(arguments: [
        ["--port", "65536"], ["--port", "-1"], ["--port", "http"], ["--token-file", "/nowhere"],
        ["--token-file", "/tmp"],
        ["--json"], ["--events"], ["--max-runs", "0"],
    ])
    func `bad usage is 2`(arguments: [String]) async throws {
        let result = try await CommandLineProgram().shell(#""$TUTTI" serve "$@""#, arguments)
        #expect(result.code == 2)
        #expect(result.output.isEmpty)
    }
}
