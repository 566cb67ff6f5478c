import Foundation
import Testing
import TuttiMCP
import TuttiProcesses

/// What can only be tried in a process of its own.
@Suite struct ChildProcessExitTests {
    @Test func `the last resort kills every child at once`() async {
        await #expect(processExitsWith: .success) {
            let environment = ChildEnvironment(inheriting: ["PATH": "/usr/bin:/bin"])
            var transports: [StdioTransport] = []
            for _ in 0..<5 {
                let server = MCPServerConfiguration(
                    name: "stubborn", command: "sh", arguments: ["-c", "trap '' TERM; sleep 100 & echo up; wait"])
                let transport = try await StdioTransport.start(server, environment: environment)
                _ = try await transport.receive()
                transports.append(transport)
            }
            killAllChildProcesses()
            for transport in transports {
                let error = await #expect(throws: MCPError.self) { try await transport.receive() }
                #expect(error?.message.contains("was ended by signal 9") == true)
            }
            // What is started later is no concern of the sweep.
            let command = CommandInvocation(program: "true", environment: environment)
            _ = try await runCommand(command)
        }
    }

    @Test func `without descriptors nothing starts, and everything does when there are some again`() async {
        await #expect(processExitsWith: .success) {
            let command = CommandInvocation(
                program: "true", environment: ChildEnvironment(inheriting: ["PATH": "/usr/bin:/bin"]))
            _ = try await runCommand(command)
            // Short, because libdispatch looks at its threads in /proc once a second, and crashes when it cannot.
            var taken: [CInt] = []
            while let last = Optional(open("/dev/null", O_RDONLY)), last >= 0 { taken.append(last) }
            // From no descriptor left to enough for all pipes of a child, whose ends are eight.
            for _ in 0...8 {
                do {
                    _ = try await runCommand(command)
                } catch let error as ProcessError {
                    #expect(error.code == .tooManyOpenFiles || error.code == .couldNotStart)
                }
                close(taken.removeLast())
            }
            _ = try await runCommand(command)
            for descriptor in taken { close(descriptor) }
            #expect(ProcessTable.zombies().isEmpty)
        }
    }

    @Test func `a child is ended while every thread of the pool is blocked`() async {
        await #expect(processExitsWith: .success) {
            let server = MCPServerConfiguration(
                name: "stubborn", command: "sh", arguments: ["-c", "trap '' TERM; echo up; sleep 100 & wait"])
            var configuration = StdioTransport.Configuration()
            configuration.closeGrace = .milliseconds(20)
            var transport: StdioTransport? = try await StdioTransport.start(
                server, environment: ChildEnvironment(inheriting: ["PATH": "/usr/bin:/bin"]),
                configuration: configuration)
            _ = try await transport?.receive()
            let id = try #require(transport?.processID)
            // More than the pool has threads; the process ends with this test.
            for _ in 0..<64 { Task { sleep(60) } }
            transport = nil
            var looks = 0
            while FileManager.default.fileExists(atPath: "/proc/\(id)"), looks < 30_000 {
                usleep(1000)
                looks += 1
            }
            #expect(looks < 30_000)
            exit(EXIT_SUCCESS)
        }
    }
}
