internal import TuttiAgents
internal import TuttiCore
internal import TuttiModels

/// What answers questions, ready to be asked.
struct Assistant: Sendable {
    var orchestrator: Orchestrator
    var memory: any MemoryStore
    /// Nil when answers are composed of quotations.
    var model: (any LanguageModel)?
    /// The time of an answer.
    var deadline: Duration?
    /// What models are told.
    var prompts = CoachPrompts()
}
