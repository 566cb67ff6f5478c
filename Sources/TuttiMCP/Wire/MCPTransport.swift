/// A way to exchange messages with one peer, one line each.
///
/// One task at a time may wait in ``receive()``; ``send(_:)`` may be called from anywhere.
public protocol MCPTransport: Sendable {
    /// Queues one message, given without its newline, and returns at once.
    ///
    /// It never waits for the peer: a peer that does not read makes a bounded queue fill up.
    /// - Throws: ``MCPError`` when the peer is gone or the queue is full.
    func send(_ line: [UInt8]) throws

    /// The next message without its newline; nil when the peer has ended the conversation.
    ///
    /// - Throws: ``MCPError`` when the peer died or broke the framing; `CancellationError` as soon as the task is
    ///   cancelled.
    func receive() async throws -> [UInt8]?

    /// Ends the conversation and frees everything; returns when the peer is gone. May be called twice.
    func close() async

    /// What the peer said beside the protocol, such as the last lines of its standard error; empty when unknown.
    var diagnostics: String { get }
}

extension MCPTransport {
    /// Nothing, for a transport without a second channel.
    public var diagnostics: String { "" }
}
