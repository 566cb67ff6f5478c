internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Counts the bytes of a body that is written piece by piece.
final class CountingBodyWriter: ResponseBodyWriter, @unchecked Sendable {  // touched by the only task that writes
    private var writer: any ResponseBodyWriter
    /// The bytes that were written so far.
    private(set) var bytes = 0

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    func write(_ buffer: ByteBuffer) async throws {
        try await self.writer.write(buffer)
        self.bytes += buffer.readableBytes
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws { try await self.writer.finish(trailingHeaders) }
}
