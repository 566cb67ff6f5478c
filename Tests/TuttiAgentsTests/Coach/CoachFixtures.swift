import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels
import TuttiTesting

/// A model whose replies are made of what it is asked: what is not in the request cannot be in the reply.
final class RespondingModel: LanguageModel {
    let name = "responding"
    private let time: any TimeSource
    private let respond: @Sendable (ModelRequest) -> [ScriptedModel.Step]
    private let asked = Lock<[ModelRequest]>([])

    init(time: any TimeSource, _ respond: @escaping @Sendable (ModelRequest) -> [ScriptedModel.Step]) {
        self.time = time
        self.respond = respond
    }

    var requests: [ModelRequest] { self.asked.withLock { $0 } }

    func stream(_ request: ModelRequest) -> ModelStream {
        ModelStream {
            // One call at the first pull, as every model does.
            var iterator: ModelStream.AsyncIterator?
            return {
                if iterator == nil {
                    self.asked.withLock { $0.append(request) }
                    let call = ScriptedModel([self.respond(request)], time: self.time)
                    iterator = call.stream(request).makeAsyncIterator()
                }
                return try await iterator?.next()
            }
        }
    }
}

extension ModelRequest {
    /// What the coach wants of the model.
    var purpose: CoachPrompts.Part? {
        CoachPrompts.Part.allCases.first { CoachPrompts()[$0] == self.messages.first?.text }
    }

    /// The object of the user message.
    var material: JSONValue { (try? JSONValue(parsing: self.messages.last?.text ?? "")) ?? .null }

    /// What it is estimated to take.
    var estimatedTokens: Int { TokenUsage.estimate(for: self, output: 0).inputTokens }
}

enum Spoken {
    /// The sentences of a text that name one of the words.
    static func sentences(of text: String?, naming words: [String]) -> [String] {
        (text ?? "").split(whereSeparator: { $0 == "\n" || $0 == "." }).map(String.init)
            .filter { sentence in words.contains { sentence.contains($0) } }
    }

    /// A message that says nothing worth keeping, different for each number, of about 280 bytes.
    static func filler(_ number: Int) -> String {
        """
        well then the day went by and \(Self.words[number % 7]) came after \(Self.words[number / 7 % 7]) while nobody \
        looked at the clouds over the river and the street was quiet again and then it was evening and the lamps were lit \
        one after another all along the water until it was night
        """
    }

    private static let words = ["rain", "tea", "music", "bread", "wind", "paper", "light"]
}
