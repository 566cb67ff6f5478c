public import TuttiCore
public import TuttiModels

/// Lets a model choose whom to ask: one call with a JSON schema, and one more when the answer cannot be used.
///
/// The answer is read while it comes, so that an agent starts as soon as its entry is complete.
public struct ModelStrategist: Strategist {
    /// The limits of its calls.
    public struct Configuration: Hashable, Sendable {
        /// The most tokens of a strategy.
        public var maximumTokens = 2000
        /// How often a strategy that cannot be used is sent back, 0 or more.
        public var maximumRepairs = 1

        /// Creates the defaults.
        public init() {}
    }

    private let model: any LanguageModel
    private let configuration: Configuration

    /// Creates a strategist.
    public init(_ model: any LanguageModel, configuration: Configuration = .init()) {
        self.model = model
        self.configuration = configuration
    }

    /// Asks the model.
    ///
    /// - Throws: `ModelError` of a call, ``OrchestrationError`` when the last answer cannot be used either.
    public func strategy(
        for question: Question, among directory: AgentDirectory, in context: AgentContext,
        onAssignment: @Sendable (Strategy.Assignment) -> Void
    ) async throws -> Strategy {
        var request = ModelRequest(
            [
                .system(StrategyPrompts.instructions), .user(StrategyPrompts.material(question, directory)),
            ], maximumTokens: self.configuration.maximumTokens)
        request.temperature = 0
        request.responseSchema = .init(name: "strategy", schema: StrategyPrompts.schema(directory))
        var repairs = 0
        while true {
            request.timeout = context.remaining
            var parser = StrategyStreamParser()
            let response = try await context.answer(of: self.model, to: request) { piece in
                for assignment in parser.append(piece) { onAssignment(assignment) }
            }
            do throws(OrchestrationError) {
                let strategy = try parser.finish()
                _ = try strategy.checked(against: directory)
                return strategy
            } catch {
                guard repairs < self.configuration.maximumRepairs else { throw error }
                repairs += 1
                request.messages += [
                    .assistant(response.text.prefix(bytes: 4000)), .user(StrategyPrompts.repair(error.description)),
                ]
            }
        }
    }
}
