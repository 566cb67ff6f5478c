import Testing
import TuttiModels

@Suite struct SecretTests {
    @Test func `a secret shows itself nowhere`() throws {
        let secret = try Secret(" hunter2-hunter2\n")
        let choice = ModelChoice(
            provider: .openAI, baseURL: ModelProvider.openAI.officialURL, key: secret, modelName: "m", reason: "r")
        var dumped = ""
        dump(choice, to: &dumped)
        let shown = "\(secret) \(String(reflecting: secret)) \(choice) \(String(reflecting: choice)) \(dumped)"
        #expect(!shown.contains("hunter2"))
        #expect(secret == (try Secret("hunter2-hunter2")))
    }

    @Test(arguments: ["", "  ", "a\nb", "a b", "ключ", "a\u{0}b", "a\r\nx-evil: 1"])
    func `what cannot be a key is refused without being repeated`(text: String) {
        let error = #expect(throws: ModelError.self) { try Secret(text) }
        #expect(error?.code == .misconfigured)
        #expect(text.count < 3 || error?.message.contains(text) == false)
    }

    @Test(arguments: [
        ("Incorrect API key provided: sk-proj-abc***xyz9. See it.", "Incorrect API key provided: <secret> See it."),
        ("the key my-own-key is bad, my-own-key!", "the key <secret> is bad, <secret>!"),
        ("(sk-ant-0123456789),sk-ant-9876543210", "(<secret>),<secret>"), ("task-force sk-it", "task-force sk-it"),
        ("a\u{1B}[31mred\u{9B}\u{202E}\nb", "a[31mred b"),
    ])
    func `what a provider says is shown without keys and controls`(text: String, shown: String) throws {
        #expect(Redaction.clean(text, secrets: [try Secret("my-own-key")], limit: 100) == shown)
    }

    @Test func `what is shown is bounded, and nothing is nothing`() {
        #expect(Redaction.clean(String(repeating: "a", count: 1_000), secrets: [], limit: 5) == "aaaaa…")
        #expect(Redaction.clean("\u{1B}\n", secrets: [], limit: 5) == nil)
    }
}
