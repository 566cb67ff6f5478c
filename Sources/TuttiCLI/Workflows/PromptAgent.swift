internal import TuttiAgents
internal import TuttiCore
internal import TuttiModels
internal import TuttiWorkflows

/// Asks a language model what the templates say.
struct PromptAgent: Agent {
    private let llm: WorkflowAgent.LLM
    private let model: any LanguageModel

    init(_ llm: WorkflowAgent.LLM, _ model: any LanguageModel) {
        self.llm = llm
        self.model = model
    }

    func run(_ context: AgentContext) async throws -> AgentOutput {
        let agent = LLMAgent(
            model: self.model, systemPrompt: self.llm.system?.render(context), maximumTokens: self.llm.maximumTokens,
            temperature: self.llm.temperature
        ) { [llm] context in llm.prompt.render(context) }
        return try await agent.run(context)
    }
}
