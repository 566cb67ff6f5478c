internal import Hummingbird
internal import NIOCore

/// Writes the body of a response from a child task, while the task that owns the response waits for it.
final class BodyWriter: @unchecked Sendable {  // its owner waits for the only task that writes
    private var writer: any ResponseBodyWriter
    private let connection: Connection

    init(_ writer: any ResponseBodyWriter, to connection: Connection) {
        self.writer = writer
        self.connection = connection
    }

    /// Sends a text; hangs up on a client that does not take it in time.
    func write(_ text: String) async throws {
        try await self.connection.withinLimit { try await self.writer.write(ByteBuffer(string: text)) }
    }
}
