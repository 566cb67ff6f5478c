import Hummingbird
import Logging

/// What a chat completion asks.
struct ChatRequest: Decodable {
    struct Message: Decodable {
        var role: String
        var content: String
    }

    var model: String
    var messages: [Message]
    var stream: Bool?
}

/// What it is answered, member for member like Tutti's.
struct ChatResponse: ResponseCodable {
    struct Message: Codable {
        var role = "assistant"
        var content: String
    }

    struct Choice: Codable {
        var index = 0
        var message: Message
        var finish_reason = "stop"
    }

    struct Usage: Codable {
        var prompt_tokens = 0
        var completion_tokens = 0
        var total_tokens = 0
    }

    var id = "chatcmpl-0000000000000000"
    var object = "chat.completion"
    var created = 1_795_000_000
    var model: String
    var choices: [Choice]
    var usage = Usage()
}

/// Hummingbird alone: decodes the request, asks nobody, encodes an answer.
@main
struct Main {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 0
        let router = Router()
        router.post("/v1/chat/completions") { request, context in
            let chat = try await request.decode(as: ChatRequest.self, context: context)
            return ChatResponse(
                model: chat.model,
                choices: [.init(message: .init(content: "two conversations, three tasks, family first"))])
        }
        var logger = Logger(label: "hummingbird-peer")
        logger.logLevel = .warning
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { print("ready \($0.localAddress?.port ?? 0)") }, logger: logger)
        try await application.runService()
    }
}
