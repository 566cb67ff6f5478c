import Testing
import TuttiMCP
import TuttiTesting

@Suite struct MCPTransportSuiteTests {
    /// Runs a check on one end of a pair whose other end sends everything back.
    private static func verify(
        _ check: ConformanceCheck<any MCPTransport>, _ wrap: @Sendable (InMemoryMCPTransport) -> any MCPTransport
    ) async throws {
        let (ours, theirs) = InMemoryMCPTransport.pair()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { while let line = try await theirs.receive() { try theirs.send(line) } }
            // Whatever came of it, the peer goes home.
            let result: Result<Void, any Error>
            do { result = .success(try await check.verify { wrap(ours) }) } catch { result = .failure(error) }
            await ours.close()
            group.cancelAll()
            try result.get()
        }
    }

    @Test(arguments: ConformanceSuite.mcpTransport.checks)
    func `the transport in memory keeps the rules`(check: ConformanceCheck<any MCPTransport>) async throws {
        try await Self.verify(check) { $0 }
    }

    /// A transport with one fault.
    private struct Faulty: MCPTransport {
        enum Fault: String, CaseIterable { case cutsLines, swallowsItsEnd, ignoresCancellation }

        let fault: Fault
        let transport: InMemoryMCPTransport

        func send(_ line: [UInt8]) throws {
            do { try self.transport.send(line) } catch { if self.fault != .swallowsItsEnd { throw error } }
        }

        func receive() async throws -> [UInt8]? {
            do {
                return try await self.transport.receive().map { self.fault == .cutsLines ? $0.dropLast() : $0 }
            } catch is CancellationError where self.fault == .ignoresCancellation {
                return nil
            }
        }

        func close() async { await self.transport.close() }
    }

    @Test(arguments: zip(Faulty.Fault.allCases, [0, 2, 1]))
    private func `a transport with a fault does not pass`(fault: Faulty.Fault, rule: Int) async throws {
        for (index, check) in ConformanceSuite.mcpTransport.checks.enumerated() {
            if index == rule {
                await #expect(throws: ConformanceFailure.self) {
                    try await Self.verify(check) { Faulty(fault: fault, transport: $0) }
                }
            } else {
                try await Self.verify(check) { Faulty(fault: fault, transport: $0) }
            }
        }
    }
}
