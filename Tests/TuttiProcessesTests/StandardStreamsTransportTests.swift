import Foundation
import Testing
import TuttiMCP
import TuttiProcesses

@Suite struct StandardStreamsTransportTests {
    @Test func `a server over pipes answers and ends with its input`() async throws {
        let (input, output) = (Pipe(), Pipe())
        let transport = try StandardStreamsTransport(
            reading: input.fileHandleForReading.fileDescriptor, writing: output.fileHandleForWriting.fileDescriptor,
            flushTime: .seconds(60))
        async let serving: Void = TaskServer(store: InMemoryTaskStore()).run(over: transport)
        let requests = [
            #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}"#,
            #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_tasks"}}"#,
        ]
        try input.fileHandleForWriting.write(contentsOf: Data((requests.joined(separator: "\n") + "\n").utf8))
        try input.fileHandleForWriting.close()
        try await serving
        try output.fileHandleForWriting.close()
        let lines = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            .split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.contains { $0.contains(#""protocolVersion":"2025-06-18""#) })
        #expect(lines.contains { $0.contains(#"{\"ok\":true,\"tasks\":[]}"#) })
    }

    @Test func `closing does not wait for a client that does not read beyond the flush time`() async throws {
        let (input, output) = (Pipe(), Pipe())
        let transport = try StandardStreamsTransport(
            reading: input.fileHandleForReading.fileDescriptor, writing: output.fileHandleForWriting.fileDescriptor,
            flushTime: .milliseconds(10))
        try transport.send([UInt8](repeating: 0x78, count: 1 << 20))
        await transport.close()
        #expect(throws: MCPError.self) { try transport.send([0x78]) }
        #expect(try await transport.receive() == nil)
    }

    @Test func `a client that left is an error, not the end of us`() async throws {
        let (input, output) = (Pipe(), Pipe())
        let transport = try StandardStreamsTransport(
            reading: input.fileHandleForReading.fileDescriptor, writing: output.fileHandleForWriting.fileDescriptor,
            flushTime: .seconds(60))
        try output.fileHandleForReading.close()
        try transport.send([0x78])
        await transport.close()
    }
}
