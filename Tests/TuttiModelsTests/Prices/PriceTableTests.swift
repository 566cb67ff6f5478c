import Testing
import TuttiModels

@Suite struct PriceTableTests {
    private static func table(_ models: String) throws -> PriceTable {
        try PriceTable(parsing: "{\"currency\": \"USD\", \"models\": {\(models)}}")
    }

    private static func dollars(_ price: ModelPrice?, input: Int, cached: Int = 0, output: Int) -> Double? {
        price?.cost(of: TokenUsage(inputTokens: input, outputTokens: output, cachedInputTokens: cached)).usd
    }

    @Test func `a call costs what its tokens cost, and those from the cache their own price`() throws {
        let price = try Self.table(#""a:b": {"input": 2, "cachedInput": 0.5, "output": 10}"#).price(of: "a:b")
        #expect(Self.dollars(price, input: 1_000_000, output: 0) == 2)
        #expect(Self.dollars(price, input: 1_000_000, cached: 400_000, output: 100_000) == 1.2 + 0.2 + 1)
        // More from the cache than there was cannot be.
        #expect(Self.dollars(price, input: 100, cached: 1_000, output: 0) == 0.00005)
    }

    @Test func `what is a fraction of a nanodollar is rounded once, for the whole call`() throws {
        let price = try Self.table(#""a:b": {"input": 0.0375, "output": 0.0375}"#).price(of: "a:b")
        #expect(price?.cost(of: TokenUsage(inputTokens: 1, outputTokens: 0)) == Money(nanodollars: 38))
        #expect(price?.cost(of: TokenUsage(inputTokens: 1, outputTokens: 1)) == Money(nanodollars: 75))
        #expect(price?.cost(of: TokenUsage(inputTokens: 1_000, outputTokens: 0)) == Money(nanodollars: 37_500))
    }

    @Test func `a long prompt costs its own price, on every token of the call`() {
        let haiku = PriceTable.standard.price(of: "anthropic:claude-haiku-5-5")
        #expect(Self.dollars(haiku, input: 100_000, output: 1_000) == 0.0105)
        #expect(Self.dollars(haiku, input: 100_001, output: 1_000) == 0.0525005)
    }

    @Test func `figures that no call can have do not overflow`() {
        let price = ModelPrice(.init(input: .max, cachedInput: .max, output: .max))
        #expect(price.cost(of: TokenUsage(inputTokens: .max, outputTokens: .max)) > .zero)
        var usage = TokenUsage.zero
        (usage.inputTokens, usage.cachedInputTokens, usage.outputTokens) = (.min, .min, .min)
        #expect(price.cost(of: usage) == .zero)
    }

    @Test(
        arguments: [
            ("openai:gpt-x", 1), ("openai:gpt-x-mini", 3), ("openai:gpt-x-2026", 2), ("openai:gpt-x-2026-09-01", 4),
            ("openai:gpt", nil), ("openai:gpt-y", nil), ("anthropic:gpt-x", nil), ("local:anything:7b", 0), ("", nil),
        ] as [(String, Int?)])
    func `the name itself wins, then the longest beginning, and nothing is guessed`(
        _ model: String, _ dollars: Int?
    ) throws {
        let table = try Self.table(
            """
            "openai:gpt-x": {"input": 1, "output": 1}, "openai:gpt-x-*": {"input": 2, "output": 1},
            "openai:gpt-x-mini": {"input": 3, "output": 1}, "openai:gpt-x-2026-*": {"input": 4, "output": 1},
            "local:*": {"input": 0, "output": 0}
            """)
        #expect(table.price(of: model)?.rates.input == dollars.map { $0 * 1_000_000 })
    }

    @Test func `another table wins entry by entry`() throws {
        let own = try PriceTable(
            parsing: #"{"date": "2027-01-01", "models": {"openai:gpt-6-luna": {"input": 7, "output": 7}}}"#)
        let table = PriceTable.standard.overridden(by: own)
        #expect(table.price(of: "openai:gpt-6-luna")?.rates.input == 7_000_000)
        #expect(table.price(of: "openai:gpt-6-luna")?.longPrompt == nil)
        #expect(table.price(of: "openai:gpt-6-sol") == PriceTable.standard.price(of: "openai:gpt-6-sol"))
        #expect(table.date == "2027-01-01")
    }

    @Test func `the table that ships has the default models, and local ones for nothing`() {
        for provider in ModelProvider.allCases {
            guard let model = provider.defaultModel else { continue }
            #expect(PriceTable.standard.price(of: "\(provider.rawValue):\(model)") != nil)
        }
        #expect(Self.dollars(PriceTable.standard.price(of: "local:x"), input: 1_000_000, output: 1_000_000) == 0)
    }

    @Test(arguments: [
        ("{\n\"models\": {,}}", "line 2, column 12"), ("[]", "a JSON object"), ("{}", "'models'"),
        (#"{"models": {}, "currency": "EUR"}"#, "'currency'"), (#"{"models": {}, "date": "today"}"#, "'date'"),
        (#"{"models": {}, "date": 5}"#, "'date'"), (#"{"models": {}, "price": {}}"#, "unknown key 'price'"),
        (#"{"models": {"gpt": {"input": 1, "output": 1}}}"#, "'models.gpt' has to be PROVIDER:MODEL"),
        (#"{"models": {"a:*b": {"input": 1, "output": 1}}}"#, "'models.a:*b'"),
        (#"{"models": {"a:b": 1}}"#, "'models.a:b' has to be an object"),
        (#"{"models": {"a:b": {"input": 1}}}"#, "'models.a:b.output'"),
        (#"{"models": {"a:b": {"input": "1", "output": 1}}}"#, "'models.a:b.input'"),
        (#"{"models": {"a:b": {"input": -1, "output": 1}}}"#, "'models.a:b.input'"),
        (#"{"models": {"a:b": {"input": 1, "output": 1001}}}"#, "from 0 to 1000"),
        (#"{"models": {"a:b": {"input": 1, "output": 1, "inptu": 1}}}"#, "unknown key 'models.a:b.inptu'"),
        (#"{"models": {"a:b": {"input": 1, "output": 1, "longPrompt": 5}}}"#, "longPrompt.above"),
        (#"{"models": {"a:b": {"input": 1, "output": 1, "longPrompt": {"above": 5}}}}"#, "longPrompt.input"),
        (#"{"models": {"a:b": {"input": 1, "output": 1}, "a:b": {"input": 1, "output": 1}}}"#, "line 1"),
    ])
    func `a file that cannot be read says where it is wrong`(_ text: String, _ place: String) {
        let error = #expect(throws: PriceTableError.self) { try PriceTable(parsing: text) }
        #expect(error?.description.contains(place) == true, "\(error?.description ?? "")")
    }
}
