package import TuttiCore
package import TuttiModels

/// One call of a provider: who asked whom, and what is known of it so far.
package struct ModelCallRecord: Hashable, Sendable {
    /// Tells the call from all others of this process.
    package var number: UInt64
    /// For whom it is made; nil outside of runs that are followed.
    package var place: TracePlace?
    /// Provider and model, as `--model` takes them.
    package var model: String
    /// Host and port of the provider; nil when nobody said.
    package var server: ServerAddress?
    /// The most tokens of the answer, if a maximum was asked for.
    package var maximumTokens: Int?
    package var seed: Int?
    package var stop: [String]
    /// When the provider was asked, on the clock of the process.
    package var start: Nanoseconds
    /// The time from the question to the end of the answer; zero while it is under way.
    package var duration: Duration = .zero
    /// The time from the question to the first text; nil while there was none.
    package var firstText: Duration?
    /// What it used, as far as the provider has said.
    package var usage: TokenUsage?
    package var finishReason: FinishReason?
    /// How it ended; nil while it is under way.
    package var outcome: CostEntry.Outcome?
    /// The class of the failure, if it failed.
    package var failure: ModelError.Code?

    init(_ number: UInt64, _ request: ModelRequest, of model: ObservedModel, for question: ModelQuestion?) {
        self.number = number
        self.place = question?.payer.tracePlace
        self.model = model.name
        self.server = model.server
        self.maximumTokens = request.maximumTokens
        self.seed = request.seed
        self.stop = request.stop
        self.start = model.time.nanoseconds
    }

    /// The context that the provider is told: its own work is a part of this call.
    package var context: TraceContext? {
        self.place.map { $0.context.at(SpanID.call(self.number, of: $0.run)) }
    }
}
