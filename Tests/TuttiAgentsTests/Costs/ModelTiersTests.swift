import Testing
import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiTesting

@Suite struct ModelTiersTests {
    private static let smallTalk = "Which book did I want to return?"

    @Test(
        arguments: [
            (ModelTiers.Tier.best, smallTalk, nil, ModelTiers.Tier.best), (.best, smallTalk, 0, .best),
            (.best, smallTalk, 80, .best), (.best, smallTalk, 81, .cheap), (.balanced, smallTalk, 81, .cheap),
            (.cheap, smallTalk, 99, .cheap), (.best, "I feel lonely", 99, .best),
            (.balanced, "Should I see a doctor?", 99, .balanced), (.best, "I want to kill myself", 100, .best),
            (.best, "Shall I take the mortgage?", 100, .best), (.best, "疲れました", 100, .best),
            (.best, "", 100, .cheap), (.best, "What is in my wishlist", 100, .cheap),
        ] as [(ModelTiers.Tier, String, Int?, ModelTiers.Tier)])
    func `the cheap model is asked beyond four fifths of the day's budget, and never where it matters`(
        _ usual: ModelTiers.Tier, _ question: String, _ spent: Int?, _ tier: ModelTiers.Tier
    ) {
        let choice = ModelTiers.choice(usual: usual, question: question, spentPercent: spent)
        #expect(choice.tier == tier)
        #expect(choice.isDowngrade == (tier != usual))
        #expect(!choice.reason.isEmpty)
    }

    @Test(
        arguments: [
            ("I can’t sleep", CriticalTopic.feelings), ("Is my CHEST pain dangerous", .safety), ("my doctor", .health),
            ("quit my job?", .money), ("hidden skill", nil), ("Paint the fence", .health), ("", nil), ("12 + 5", nil),
            (String(repeating: "word ", count: 799) + "end", nil),
            (String(repeating: "word ", count: 800) + "and I want to die", .feelings),
        ] as [(String, CriticalTopic?)])
    func `topics are told by the beginnings of words, rather once too often`(
        _ question: String, _ topic: CriticalTopic?
    ) {
        #expect(CriticalTopic(in: question) == topic)
    }

    @Test func `the tier follows the agent`() {
        let tiers = ["strategist", "memory", "answer", "report"].map(ModelTiers.usualTier(of:))
        #expect(tiers == [.cheap, .balanced, .best, .best])
    }

    @Test(arguments: [(Self.smallTalk, "small"), ("I feel sad", "large")])
    func `a downgrade happens when the call is made, and the report says why`(
        _ question: String, _ asked: String
    ) throws {
        try simulate { simulation in
            var configuration = CostAccount.Configuration()
            configuration.limits.day = Money(nanodollars: 1_000)
            configuration.spentToday = Money(nanodollars: 830)
            configuration.prices = PriceTable(prices: [
                "local:*": ModelPrice(.init(input: 0, cachedInput: 0, output: 0))
            ])
            let account = CostAccount(configuration, ledger: InMemoryCostLedger()) { Timestamp(secondsSince1970: 0) }
            func model(_ name: String) -> MeteredModel {
                MeteredModel(
                    ScriptedModel([.reply(name)], name: "local:\(name)", time: simulation.clock), account: account)
            }
            let tiered = TieredModel(
                .best, of: [.best: model("large"), .cheap: model("small")], fallback: model("usual"), account: account)
            #expect(tiered.name == "local:large")
            let answer = try await simulation.ask(LLMAgent(model: tiered), question)
            #expect(answer.output?.text == asked)
            #expect(
                answer.report.warnings
                    == (asked == "large"
                        ? []
                        : [
                            "local:small is asked in place of local:large: 83 % of the day's budget is spent, and "
                                + "nothing critical is asked"
                        ]))
        }
    }
}
