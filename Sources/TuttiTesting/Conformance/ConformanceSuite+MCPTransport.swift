public import TuttiMCP

extension ConformanceSuite where Subject == any MCPTransport {
    /// What every transport of the tool protocol promises. The subject is connected to a peer that sends each line back.
    public static var mcpTransport: ConformanceSuite {
        ConformanceSuite(
            "MCP transport",
            [
                "lines come back whole, unchanged and in their order": { transport in
                    let texts = (0..<200).map {
                        "{\"line\":\($0),\"text\":\"\(String(repeating: "x", count: $0 * 7))\"}"
                    }
                    let lines = (texts + ["{\"é\\n\":\"日本 👩‍👩‍👧\"}"]).map { Array($0.utf8) }
                    for line in lines { try transport.send(line) }
                    for (index, line) in lines.enumerated() {
                        let received = try await transport.receive()
                        try Violation.unless(
                            received == line, "line \(index) of \(lines.count) came back as another one")
                    }
                },
                "a cancelled receiver is told so": { transport in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            withUnsafeCurrentTask { $0?.cancel() }
                            try await Violation.unlessThrown(CancellationError.self, by: "a cancelled receive()") {
                                _ = try await transport.receive()
                            }
                        }
                        try await group.waitForAll()
                    }
                },
                "after its end nothing can be sent": { transport in
                    await transport.close()
                    try await Violation.unlessThrown(MCPError.self, by: "send after close") {
                        try transport.send(Array("{}".utf8))
                    }
                },
                "it may be closed twice, and nothing more is received": { transport in
                    await transport.close()
                    await transport.close()
                    try await checkEnd(of: transport)
                },
                "closing ends a receiver that waits": { transport in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await checkEnd(of: transport) }
                        // So that the receiver waits, as a rule; when it does not yet, the end must be the same.
                        for _ in 0..<100 { await Task.yield() }
                        await transport.close()
                        try await group.waitForAll()
                    }
                },
            ])
    }
}

/// The conversation is over: nil, or an error of the transport.
private func checkEnd(of transport: any MCPTransport) async throws {
    do {
        let line = try await transport.receive()
        try Violation.unless(line == nil, "after its end a line was received")
    } catch is MCPError {
        // The peer ended, which is as good an end.
    }
}
