import TuttiCore
import TuttiModels

/// A provider that bills exactly what it hands out: the tokens it reads when a call begins, each token it writes when it
/// is delivered. It refuses, stalls, breaks off and ignores cancellation as its seed says.
///
/// Its tokenizer is the documented guess for a stream of which nothing is told, a token for each four bytes: only so can
/// a stream that was cut be counted exactly. Real ones differ from it, and what reasoning costs in secret is told at the
/// end only; here too, and it is billed then.
final class BillingProvider: LanguageModel {
    /// When it tells of the tokens.
    enum Telling: CaseIterable {
        /// What was read at once, all of it at the end.
        case anthropic
        /// All of it at the end.
        case openAI
        /// Not at all.
        case never
    }

    struct Bill: Hashable, Sendable {
        var input = 0
        var cached = 0
        var output = 0
        var nanodollars = 0
    }

    struct State {
        var random: SeededRandomNumberGenerator
        var bills: [Bill] = []
        var calls = 0
        var inFlight = 0
        var maximumInFlight = 0
    }

    static let prices = #"{"models": {"stub:model": {"input": 3.7, "cachedInput": 0.37, "output": 19}}}"#

    let name = "stub:model"
    let telling: Telling
    /// By how much what is read costs more tokens than the guess says, where it is told at once; in percent.
    let surplus: Int
    let time: any TimeSource
    let state: Lock<State>

    init(seed: UInt64, time: any TimeSource, surplus: Int) {
        var random = SeededRandomNumberGenerator(seed: seed ^ 0x5EED)
        self.telling = Telling.allCases.randomElement(using: &random) ?? .never
        self.surplus = surplus
        self.time = time
        self.state = Lock(State(random: random))
    }

    /// What it has billed, in all.
    var total: Bill {
        self.state.withLock { state in
            state.bills.reduce(into: Bill()) { total, bill in
                total.input += bill.input
                total.cached += bill.cached
                total.output += bill.output
                total.nanodollars += bill.nanodollars
            }
        }
    }

    var calls: Int { self.state.withLock { $0.calls } }
    var begun: Int { self.state.withLock { $0.bills.count } }
    var inFlight: Int { self.state.withLock { $0.inFlight } }
    var maximumInFlight: Int { self.state.withLock { $0.maximumInFlight } }

    func draw(_ range: ClosedRange<Int>) -> Int { self.state.withLock { Int.random(in: range, using: &$0.random) } }

    func stream(_ request: ModelRequest) -> ModelStream {
        ModelStream { [self] in
            let call = BillingCall(request, of: self)
            return { try await call.next() }
        }
    }
}
