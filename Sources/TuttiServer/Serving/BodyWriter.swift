internal import Hummingbird
internal import NIOCore

/// Writes the body of a response from a child task, while the task that owns the response waits for it.
final class BodyWriter: @unchecked Sendable {  // its owner waits for the only task that writes
    private var writer: any ResponseBodyWriter

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    /// Sends a text, as soon as the client has read enough of what was sent before.
    func write(_ text: String) async throws { try await self.writer.write(ByteBuffer(string: text)) }
}
