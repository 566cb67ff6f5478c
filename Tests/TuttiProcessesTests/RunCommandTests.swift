import Testing
import TuttiProcesses

private let environment = ChildEnvironment(inheriting: ["PATH": "/usr/bin:/bin"])

private func shell(_ script: String, input: String = "") -> CommandInvocation {
    var invocation = CommandInvocation(program: "sh", arguments: ["-c", script], environment: environment)
    invocation.input = Array(input.utf8)
    return invocation
}

@Suite struct RunCommandTests {
    @Test func `input goes in and output comes out, whatever its size`() async throws {
        let text = String(repeating: "0123456789abcdef", count: 40_000)
        let result = try await runCommand(shell("cat; echo note >&2", input: text))
        #expect(result.text == text)
        #expect(result.standardError == "note\n")
    }

    @Test func `arguments reach the program as they are, without a shell`() async throws {
        let arguments = ["%s|", "$HOME", "a b", "", "; rm", "*", "é\"'"]
        let invocation = CommandInvocation(program: "printf", arguments: arguments, environment: environment)
        #expect(try await runCommand(invocation).text == "$HOME|a b||; rm|*|é\"'|")
    }

    @Test func `the environment is the one given, and nothing else`() async throws {
        var invocation = CommandInvocation(
            program: "env",
            environment: ChildEnvironment(
                inheriting: [
                    "PATH": "/usr/bin:/bin", "OPENAI_API_KEY": "secret", "LC_ALL": "C", "XDG_DATA_HOME": "/x",
                ],
                adding: ["GIVEN": "yes"]))
        invocation.workingDirectory = "/"
        let lines = try await runCommand(invocation).text.split(separator: "\n").sorted()
        #expect(lines == ["GIVEN=yes", "LC_ALL=C", "PATH=/usr/bin:/bin", "XDG_DATA_HOME=/x"])
    }

    @Test func `the program starts in its working directory and with none of our descriptors`() async throws {
        var invocation = shell("pwd; ls /proc/self/fd 2>/dev/null | grep -c -v '^[0-3]$'; true")
        invocation.workingDirectory = "/usr"
        #expect(try await runCommand(invocation).text.hasPrefix("/usr\n0\n") == true)
    }

    @Test func `an exit without success is an error with the end of the standard error`() async {
        let error = await #expect(throws: ProcessError.self) {
            try await runCommand(shell("echo lost; echo first >&2; echo why >&2; exit 3"))
        }
        #expect(error?.code == .failed)
        #expect(error?.exit == .exited(3))
        #expect(error?.description == "sh: exited with status 3; its standard error ends with: first | why")
    }

    @Test func `a death by signal is told`() async {
        let error = await #expect(throws: ProcessError.self) { try await runCommand(shell("kill -9 $$")) }
        #expect(error?.exit == .signalled(9))
    }

    @Test func `a program that does not read its input does no harm`() async throws {
        let input = String(repeating: "x", count: 1 << 20)
        #expect(try await runCommand(shell("exec true", input: input)).text == "")
        #expect(try await runCommand(shell("exec <&-; sleep 0.05; echo ok", input: input)).text == "ok\n")
    }

    @Test func `too much output ends the program`() async {
        var invocation = shell("yes; echo never")
        invocation.maximumOutputSize = 100_000
        let error = await #expect(throws: ProcessError.self) { try await runCommand(invocation) }
        #expect(error?.code == .outputTooLarge)
    }

    @Test func `endless standard error is drained and only its end is kept`() async throws {
        let result = try await runCommand(shell("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo end >&2; echo ok"))
        #expect(result.text == "ok\n")
        #expect(result.standardError.utf8.count == 8192)
        #expect(result.standardError.hasSuffix("xend\n"))
    }

    @Test func `what a program leaves behind is killed and does not hold us up`() async throws {
        let result = try await runCommand(shell("sleep 100 & echo $!"))
        let id = try #require(Int32(result.text.split(separator: "\n")[0]))
        await ProcessTable.expectGone(id)
    }

    @Test func `cancelling ends the whole group, also one that ignores SIGTERM`() async throws {
        let marker = "\(UInt64.random(in: 0 ... .max))"
        for trap in ["", "trap '' TERM; "] {
            let task = Task {
                try await runCommand(shell("\(trap)sleep 100.\(marker) & sleep 100.\(marker); wait"))
            }
            await ProcessTable.expectRunning(marker, count: 3)
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            await ProcessTable.expectRunning(marker, count: 0)
        }
    }

    @Test func `a task that is cancelled before starts nothing`() async {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await runCommand(shell("echo no"))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test(arguments: [
        ("no-such-program-here", ProcessError.Code.notFound), ("/no/such/file", .notFound),
        ("/etc/passwd", .notExecutable), ("/etc", .notExecutable), ("", .badArgument), ("a\u{0}b", .badArgument),
    ])
    func `a program that cannot be started is a typed error that names it`(
        _ program: String, _ code: ProcessError.Code
    ) async {
        let error = await #expect(throws: ProcessError.self) {
            try await runCommand(CommandInvocation(program: program, environment: environment))
        }
        #expect(error?.code == code)
        #expect(error?.program == (program.isEmpty ? "\"\"" : program))
    }

    @Test func `arguments above the limit of the system are a typed error`() async {
        let long = String(repeating: "x", count: 4 << 20)
        let error = await #expect(throws: ProcessError.self) {
            try await runCommand(CommandInvocation(program: "true", arguments: [long], environment: environment))
        }
        #expect(error?.code == .argumentsTooLong)
    }

    @Test func `a working directory that does not exist is a typed error`() async {
        var invocation = shell("true")
        invocation.workingDirectory = "/no/such/folder"
        let error = await #expect(throws: ProcessError.self) { try await runCommand(invocation) }
        #expect(error?.code == .badWorkingDirectory)
    }

    @Test func `a hundred programs at once all end`() async throws {
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<100 { group.addTask { try await runCommand(shell("echo \(number)")).text } }
            var lines: Set<String> = []
            for try await line in group { lines.insert(line) }
            #expect(lines.count == 100)
        }
    }
}
