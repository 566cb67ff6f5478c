import Testing
import TuttiModels

@Suite struct ModelSelectionTests {
    private static let both = ["ANTHROPIC_API_KEY": "ka", "OPENAI_API_KEY": "ko"]

    private static func text(_ model: String?, _ environment: [String: String]) throws -> String {
        switch try ModelSelection(model: model, environment: environment) {
        case .use(let choice):
            "\(choice.provider.rawValue) \(choice.baseURL) \(choice.modelName) \(choice.key == nil ? "-" : "key")"
        case .probe(let servers, let name, let isRequired): "probe \(servers.count) \(name) \(isRequired)"
        case .extractive: "extractive"
        }
    }

    @Test(
        arguments: [
            (nil, Self.both, "anthropic https://api.anthropic.com claude-haiku-5-5 key"),
            ("", Self.both, "anthropic https://api.anthropic.com claude-haiku-5-5 key"),
            (
                nil, ["ANTHROPIC_API_KEY": " ", "OPENAI_API_KEY": "k"],
                "openai https://api.openai.com/v1 gpt-6-luna key"
            ),
            (nil, [:], "probe 4  false"), (nil, ["ANTHROPIC_API_KEY": "", "TUTTI_MODEL": ""], "probe 4  false"),
            (nil, ["OPENAI_BASE_URL": "http://h:1/v1/"], "openai http://h:1/v1  -"),
            (nil, ["OPENAI_BASE_URL": "http://h/v1", "OPENAI_API_KEY": "x"], "openai http://h/v1  key"),
            (
                nil, ["ANTHROPIC_BASE_URL": "http://h/v1", "ANTHROPIC_API_KEY": "x"],
                "anthropic http://h claude-haiku-5-5 key"
            ),
            (nil, ["TUTTI_MODEL": "extractive", "OPENAI_API_KEY": "x"], "extractive"),
            (
                "openai:gpt-x", ["TUTTI_MODEL": "extractive", "OPENAI_API_KEY": "x"],
                "openai https://api.openai.com/v1 gpt-x key"
            ),
            ("Extractive", Self.both, "extractive"), ("local:", Self.both, "probe 4  true"),
            ("local:qwen3:4b", [:], "probe 4 qwen3:4b true"), ("llama3.2:1b", Self.both, "probe 4 llama3.2:1b true"),
            ("llama3.2:1b", ["OPENAI_BASE_URL": "http://h/v1"], "openai http://h/v1 llama3.2:1b -"),
            (
                "agent-b", ["ANTHROPIC_BASE_URL": "http://h", "ANTHROPIC_API_KEY": "x"],
                "anthropic http://h agent-b key"
            ),
            ("claude-opus-5-5", Self.both, "anthropic https://api.anthropic.com claude-opus-5-5 key"),
            ("gpt-6-sol", Self.both, "openai https://api.openai.com/v1 gpt-6-sol key"),
            ("gpt-oss:20b", Self.both, "probe 4 gpt-oss:20b true"),
            ("mistral:7b", [:], "probe 4 mistral:7b true"), ("phi:latest", [:], "probe 4 phi:latest true"),
            ("hf.co/x/y:Q4_K_M", [:], "probe 4 hf.co/x/y:Q4_K_M true"),
            ("local:codellama:python", [:], "probe 4 codellama:python true"),
            ("vendor:free", ["OPENAI_BASE_URL": "http://h/v1"], "openai http://h/v1 vendor:free -"),
            ("openai:", ["OPENAI_BASE_URL": "http://h/v1", "OPENAI_API_KEY": "x"], "openai http://h/v1  key"),
            ("openai:", Self.both, "openai https://api.openai.com/v1 gpt-6-luna key"),
            ("OpenAI: gpt-x ", Self.both, "openai https://api.openai.com/v1 gpt-x key"),
            ("anthropic:", Self.both, "anthropic https://api.anthropic.com claude-haiku-5-5 key"),
        ] as [(String?, [String: String], String)])
    func `the flag, then the environment, then this machine`(
        model: String?, environment: [String: String], outcome: String
    ) throws {
        #expect(try Self.text(model, environment) == outcome)
    }

    @Test(
        arguments: [
            ("openai:gpt-x", [:], "OPENAI_API_KEY"), ("anthropic:x", ["OPENAI_API_KEY": "k"], "ANTHROPIC_API_KEY"),
            ("claude-x", [:], "ANTHROPIC_API_KEY"), (nil, ["OPENAI_API_KEY": "a b"], "OPENAI_API_KEY"),
            (nil, ["OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "nonsense"], "OPENAI_BASE_URL"),
            (nil, ["TUTTI_MODEL": "openai:x"], "TUTTI_MODEL"),
            ("nobody:m", Self.both, "there are openai:NAME, anthropic:NAME, local:NAME"),
            ("codellama:python", [:], "local:codellama:python"),
        ] as [(String?, [String: String], String)])
    func `what is missing or wrong is named`(model: String?, environment: [String: String], name: String) {
        let error = #expect(throws: ModelError.self) { try ModelSelection(model: model, environment: environment) }
        #expect(error?.code == .misconfigured)
        #expect(error?.message.contains(name) == true)
    }
}
