import Testing
import TuttiCore
import TuttiModels
import TuttiTesting

@Suite struct LanguageModelSuiteTests {
    @Test(arguments: ConformanceSuite.languageModel.checks)
    func `the scripted model keeps the rules of a language model`(
        check: ConformanceCheck<any LanguageModel>
    ) async throws {
        try await check.verify {
            ScriptedModel([.words("Hello to you", every: .zero)], time: VirtualClock(), repeatsLast: true)
        }
    }

    @Test(arguments: ConformanceSuite.languageModel.checks)
    func `the rules can be checked in a simulation`(check: ConformanceCheck<any LanguageModel>) throws {
        try simulate(seed: 2) { simulation in
            try await check.verify {
                ScriptedModel(
                    [.words("Hello to you", every: .seconds(1))], time: simulation.clock, repeatsLast: true)
            }
        }
    }

    /// A model with one fault.
    struct Faulty: LanguageModel {
        enum Fault: String, CaseIterable {
            case hasNoName, tellsNoTokens, neverFinishes, saysNothing, goesOnAfterItsEnd, sharesItsCall
            case throwsWhatItLikes, hearsNoCancellation, talksForEver
        }

        private static let answer: [ModelStreamEvent] = [.text("Hello"), .usage(.zero), .finished(.stop)]

        let fault: Fault
        private let shared = Lock(Self.answer[...])

        init(_ fault: Fault) { self.fault = fault }

        var name: String { self.fault == .hasNoName ? "" : "faulty" }

        func stream(_ request: ModelRequest) -> ModelStream {
            switch self.fault {
            case .hasNoName: ModelStream(Self.answer)
            case .tellsNoTokens: ModelStream([.text("Hello"), .finished(.stop)])
            case .neverFinishes: ModelStream([.text("Hello"), .usage(.zero)])
            case .saysNothing: ModelStream([.text("")] + Self.answer)
            case .goesOnAfterItsEnd: ModelStream(Self.answer + [.text("and")])
            case .sharesItsCall: ModelStream { { self.shared.withLock { $0.popFirst() } } }
            case .throwsWhatItLikes: ModelStream { { throw TestError() } }
            case .hearsNoCancellation: ModelStream(Self.answer)
            case .talksForEver: ModelStream { { .text("and") } }
            }
        }
    }

    private struct TestError: Error {}

    @Test(arguments: Faulty.Fault.allCases)
    func `a model with a fault does not pass`(fault: Faulty.Fault) async throws {
        let failures = try await ConformanceSuite.languageModel.failures { Faulty(fault) }
        let rules: [Faulty.Fault: String] = [
            .hasNoName: "it has a name that can be shown", .goesOnAfterItsEnd: "nothing follows the end",
            .sharesItsCall: "each reader makes a call of its own",
            .throwsWhatItLikes: "any text can be asked: it is answered, or refused with a ModelError",
            .hearsNoCancellation: "a cancelled reader is told so, and then nothing more",
        ]
        let rule = rules[fault] ?? "an answer is pieces of text, then its tokens, then its end"
        #expect(failures.contains { $0.rule == rule }, "\(failures)")
    }
}
