public import TuttiCore
public import TuttiModels

/// Lets a model write the answer, streamed, out of what the agents found and where.
///
/// On time whatever the model does: a little before the deadline the answer ends where it is, and when the model has
/// said nothing by then, or fails, what was found is quoted instead. Either is a warning on the report and
/// ``Synthesis/isWhole`` says so.
public struct ModelSynthesizer: Synthesizer {
    /// The limits of an answer.
    public struct Configuration: Hashable, Sendable {
        /// What the model is told.
        public var instructions = SynthesisPrompts.answer
        /// The most tokens of an answer.
        public var maximumTokens = 1200
        /// The time it would like to have before the deadline.
        public var expectedDuration: Duration = .seconds(4)
        /// The time before the deadline at which the model is cut, so that what is there can still be delivered; with
        /// little time left a tenth of it, if that is less.
        public var margin: Duration = .milliseconds(100)
        /// The most time of an answer when there is no deadline.
        public var limit: Duration = .seconds(120)

        /// Creates the defaults.
        public init() {}
    }

    private let call: StreamedCall
    private let configuration: Configuration
    private let compose: @Sendable (SynthesisRequest) -> AgentOutput

    /// Creates a synthesizer.
    ///
    /// - Parameters:
    ///   - model: Writes the answer.
    ///   - executor: Watches over the call; its clock is that of the run.
    ///   - configuration: The limits.
    ///   - compose: Makes the answer when the model cannot.
    public init(
        _ model: any LanguageModel, executor: ParallelExecutor = .init(), configuration: Configuration = .init(),
        compose: @escaping @Sendable (SynthesisRequest) -> AgentOutput = { ExtractiveComposer().compose($0) }
    ) {
        self.call = StreamedCall(model: model, executor: executor)
        self.configuration = configuration
        self.compose = compose
    }

    /// The time it would like to have.
    public var expectedDuration: Duration { self.configuration.expectedDuration }

    /// Makes the answer; throws only when the task is cancelled.
    public func synthesize(_ request: SynthesisRequest, in context: AgentContext) async throws -> Synthesis {
        let (material, sources) = SynthesisPrompts.material(request)
        let modelRequest = ModelRequest(
            [.system(self.configuration.instructions), .user(material)],
            maximumTokens: self.configuration.maximumTokens)
        let budget = self.budget(of: context.remaining)
        let outcome = try await self.call.run(
            modelRequest, within: budget, payer: context
        ) { piece in
            context.yield(piece)
            return true
        }
        guard outcome.text.contains(where: { !$0.isWhitespace }) else {
            context.warn(
                "\(self.call.model.name) gave no answer (\(outcome.failure ?? "it was empty")): what was found "
                    + "is quoted instead")
            return self.quoted(request, after: outcome.text, in: context)
        }
        return self.finished(outcome, request, sources, in: context)
    }

    private func budget(of remaining: Duration?) -> Duration {
        guard let remaining else { return self.configuration.limit }
        return min(max(remaining - min(self.configuration.margin, remaining / 10), .zero), self.configuration.limit)
    }

    // MARK: What is returned

    /// The answer as it is, with the places it cites; an answer that broke off is followed by what was found.
    private func finished(
        _ outcome: StreamedCall.Outcome, _ request: SynthesisRequest, _ sources: SourceList, in context: AgentContext
    ) -> Synthesis {
        if let failure = outcome.failure {
            context.warn("the answer of \(self.call.model.name) is cut short: \(failure)")
            guard outcome.isCut else { return self.quoted(request, after: outcome.text, in: context) }
            context.yield(" …")
            let cited = CitedNumbers(in: outcome.text, of: sources)
            var synthesis = Synthesis(AgentOutput(outcome.text + " …", citations: cited.citations))
            synthesis.isWhole = false
            return synthesis
        }
        let cited = CitedNumbers(in: outcome.text, of: sources)
        if !cited.unknown.isEmpty {
            let numbers = cited.unknown.map { "[\($0)]" }.joined(separator: ", ")
            context.warn("the answer cites \(numbers), which is no source that was found")
        }
        var text = outcome.text
        if !cited.numbers.isEmpty {
            let list = "\n\n" + ([SourceList.heading] + sources.lines(of: cited.numbers)).joined(separator: "\n")
            context.yield(list)
            text += list
        }
        return Synthesis(AgentOutput(text, citations: cited.citations))
    }

    /// What was found, word for word, behind what the model has already said.
    private func quoted(_ request: SynthesisRequest, after text: String, in context: AgentContext) -> Synthesis {
        let hasBegun = text.contains { !$0.isWhitespace }
        let bridge = hasBegun ? " …\n\n(Here the answer broke off. What was found, word for word:)\n\n" : ""
        var output = self.compose(request)
        context.yield(bridge + output.text)
        // What is yielded, put together, is the text that is returned: white space that was said stays.
        output.text = text + bridge + output.text
        var synthesis = Synthesis(output)
        synthesis.isWhole = false
        synthesis.isExtract = !hasBegun
        return synthesis
    }
}
