import TuttiJSON
import TuttiMCP

/// A request as a scripted server sees it.
struct ScriptedRequest: Sendable {
    var id: JSONRPCID
    var method: String
    var parameters: JSONObject
}

/// What a scripted server does with a request.
enum ScriptedAnswer: Sendable {
    case result(JSONValue)
    case refused(JSONRPCError)
    case lines([String])
    case close
}

/// Waits until the task is cancelled: a timer whose time never comes.
@Sendable func never(_: Duration) async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    for await _ in stream {}
    continuation.finish()
    throw CancellationError()
}

/// Lets a connected client talk to a server that answers as `script` says; nil leaves a request without an answer.
///
/// - Parameter handshake: The answer to `initialize`.
func withScriptedServer<Result: Sendable>(
    _ configuration: MCPClient.Configuration = .init(),
    sleep: @escaping @Sendable (Duration) async throws -> Void = never,
    _ script: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer?,
    notified: @escaping @Sendable (String, JSONObject) -> Void = { _, _ in },
    body: (MCPClient) async throws -> Result
) async throws -> Result {
    let (ours, theirs) = InMemoryMCPTransport.pair(capacity: 200_000)
    let client = MCPClient(name: "scripted", transport: ours, configuration: configuration, sleep: sleep)
    async let server: Void = serve(theirs, script, notified)
    do {
        try await client.connect()
        let result = try await body(client)
        await client.close()
        try await server
        return result
    } catch {
        await client.close()
        throw error
    }
}

private func serve(
    _ transport: InMemoryMCPTransport, _ script: @Sendable (ScriptedRequest) -> ScriptedAnswer?,
    _ notified: @Sendable (String, JSONObject) -> Void
) async throws {
    while let line = try await transport.receive() {
        switch JSONRPCMessage(parsing: line) {
        case .request(let id, "initialize", _)?:
            try transport.send(JSONRPCMessage.response(id: id, result: ["protocolVersion": "2025-11-25"]).line)
        case .request(let id, let method, let parameters)?:
            switch script(ScriptedRequest(id: id, method: method, parameters: parameters)) {
            case .result(let value)?: try transport.send(JSONRPCMessage.response(id: id, result: value).line)
            case .refused(let error)?: try transport.send(JSONRPCMessage.failure(id: id, error).line)
            case .lines(let lines)?: for line in lines { try transport.send(Array(line.utf8)) }
            case .close?: await transport.close()
            case nil: break
            }
        case .notification(let method, let parameters)?: notified(method, parameters)
        case .response?, .failure?, nil: break
        }
    }
}
