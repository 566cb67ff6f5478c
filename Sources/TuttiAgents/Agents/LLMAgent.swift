public import TuttiCore
public import TuttiModels

/// Asks a language model, and passes its words on as they come.
///
/// The model gets the time that is left to the attempt. Its tokens are counted whether it succeeds or not, and its
/// errors tell the executor whether another attempt can help.
public struct LLMAgent: Agent {
    /// The model.
    public var model: any LanguageModel
    /// What stands above the conversation; nil sends none.
    public var systemPrompt: String?
    /// The most tokens of the answer; nil leaves it to the provider.
    public var maximumTokens: Int?
    /// How freely the model chooses, 0 to 2; nil leaves it to the provider.
    public var temperature: Double?
    private let prompt: @Sendable (AgentContext) -> String

    /// Creates an agent.
    ///
    /// - Parameter prompt: Writes what the model is asked; ``defaultPrompt(_:)`` when nothing is given.
    public init(
        model: any LanguageModel, systemPrompt: String? = nil, maximumTokens: Int? = nil, temperature: Double? = nil,
        prompt: @escaping @Sendable (AgentContext) -> String = LLMAgent.defaultPrompt
    ) {
        self.model = model
        self.systemPrompt = systemPrompt
        self.maximumTokens = maximumTokens
        self.temperature = temperature
        self.prompt = prompt
    }

    /// The question, and below it what the agents found that this one depends on, quoted as data.
    public static func defaultPrompt(_ context: AgentContext) -> String {
        let material = Material.text(context.inputs)
        return material.isEmpty ? context.text : "\(context.text)\n\n\(material)"
    }

    /// Answers with the model's text.
    ///
    /// - Throws: ``ModelError``, also for an answer without text.
    public func run(_ context: AgentContext) async throws -> AgentOutput {
        var messages = [ModelMessage.user(self.prompt(context))]
        if let systemPrompt { messages.insert(.system(systemPrompt), at: 0) }
        var request = ModelRequest(messages, maximumTokens: self.maximumTokens)
        request.temperature = self.temperature
        let response = try await context.answer(of: self.model, to: request) { context.yield($0) }
        guard response.text.contains(where: { !$0.isWhitespace }) else {
            throw ModelError(
                .malformedResponse, "\(self.model.name) answered without text (\(response.finishReason)). Ask again.",
                partial: .init(text: "", usage: response.usage, finishReason: response.finishReason))
        }
        if response.isCut {
            context.warn("The answer of \(self.model.name) was cut at its limit of tokens; allow it more.")
        }
        return AgentOutput(response.text)
    }
}
