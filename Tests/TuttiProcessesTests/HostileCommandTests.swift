import Foundation
import Testing
import TuttiProcesses

private let environment = ChildEnvironment(inheriting: ["PATH": "/usr/bin:/bin"])

private func shell(_ script: String) -> CommandInvocation {
    CommandInvocation(program: "sh", arguments: ["-c", script], environment: environment)
}

/// Programs that make it hard to get rid of them.
@Suite(.timeLimit(.minutes(2))) struct HostileCommandTests {
    /// Runs a program in a session of its own, and goes on when it is there.
    private static func inItsOwnSession(_ program: String) -> String {
        "setsid \(program) & until [ $(ps -o sid= -p $!) -eq $! ]; do :; done; "
    }

    @Test(.enabled(if: ProcessTable.hasSetsid, "needs setsid"))
    func `a stranger that holds a pipe and writes for ever cannot hold us up`() async throws {
        // It ends when nobody reads the pipe any more.
        let result = try await runCommand(shell("\(Self.inItsOwnSession("sh -c 'exec yes >&2'"))echo done"))
        #expect(result.text == "done\n")
    }

    @Test(.enabled(if: ProcessTable.hasSetsid, "needs setsid"))
    func `what makes a session of its own lives on and is not waited for`() async throws {
        let result = try await runCommand(shell("\(Self.inItsOwnSession("sleep 100"))echo $!"))
        let id = try #require(Int32(result.text.split(separator: "\n")[0]))
        #expect(kill(id, SIGKILL) == 0)
    }

    @Test func `a hundred megabytes are taken when they may be, and end the program when not`() async throws {
        var invocation = shell("head -c 100000000 /dev/zero")
        let error = await #expect(throws: ProcessError.self) { try await runCommand(invocation) }
        #expect(error?.code == .outputTooLarge)
        invocation.maximumOutputSize = 100_000_000
        #expect(try await runCommand(invocation).standardOutput.count == 100_000_000)
    }

    @Test func `a program that closes its output is waited for`() async throws {
        let error = await #expect(throws: ProcessError.self) {
            try await runCommand(shell("echo out; exec >&- 2>&-; sleep 0.1; exit 5"))
        }
        #expect(error?.exit == .exited(5))
    }

    @Test func `a cancelled program that has closed its output is ended`() async throws {
        let marker = "\(UInt64.random(in: 0 ... .max))"
        let task = Task { try await runCommand(shell("exec >&- 2>&-; trap '' TERM; sleep 100.\(marker); true")) }
        await ProcessTable.expectRunning(marker, count: 2)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await ProcessTable.expectRunning(marker, count: 0)
    }

    @Test func `two hundred in a row leave no zombie and no descriptor`() async {
        await #expect(processExitsWith: .success) {
            var counts: Set<Int> = []
            for number in 0..<201 {
                let program = number.isMultiple(of: 2) ? "exit 3" : "echo x; sleep 100 &"
                do { _ = try await runCommand(shell(program)) } catch is ProcessError {}
                if number == 0 || number == 200 { counts.insert(ProcessTable.descriptors().count) }
            }
            #expect(counts.count == 1)
            #expect(ProcessTable.zombies().isEmpty)
        }
    }

    #if os(Linux)
    @Test func `a start that hangs holds up neither others nor the last resort, and is caught up with`() async throws {
        await #expect(processExitsWith: .success) {
            // Whoever opens a file on which another descriptor has a lease waits until it is given up, 45 seconds at most.
            let path = FileManager.default.temporaryDirectory.appending(path: "tutti-\(UUID().uuidString)").path
            defer { unlink(path) }
            let (setLease, writeLease, noLease) = (CInt(1024), CInt(1), CInt(2))
            signal(SIGIO, SIG_IGN)
            #expect(FileManager.default.createFile(atPath: path, contents: Data("#!/bin/sh\nsleep 100\n".utf8)))
            #expect(chmod(path, 0o700) == 0)
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            try #require(fcntl(descriptor, setLease, writeLease) == 0)

            let hanging = Task { try await runCommand(CommandInvocation(program: path, environment: environment)) }
            // It hangs when the system has asked for the lease back.
            while fcntl(descriptor, setLease + 1) == writeLease { await Task.yield() }
            #expect(try await runCommand(shell("echo other")).text == "other\n")
            killAllChildProcesses()
            #expect(fcntl(descriptor, setLease, noLease) == 0)
            close(descriptor)
            let error = await #expect(throws: ProcessError.self) { try await hanging.value }
            #expect(error?.exit == .signalled(9))
        }
    }
    #endif
}
