public import TuttiCore
public import TuttiModels

/// Lets a model write the answer, streamed, out of what the agents found and where.
///
/// On time whatever the model does: a little before the deadline the answer ends, and when the model has said nothing by
/// then, or fails, what was found is quoted instead. Either is a warning on the report and ``Synthesis/isWhole`` says so.
///
/// An answer that time cuts ends at a sentence where it can. What was given on cannot be taken back, so near the end of
/// the time (``Configuration/closingShare``) text is given on sentence by sentence, and what follows the last sentence is
/// dropped at the cut. ` …` is added only when a sentence had begun before and did not end in time, or when the limit of
/// tokens, which nobody sees coming, cut it.
public struct ModelSynthesizer: Synthesizer {
    /// The limits of an answer.
    public struct Configuration: Hashable, Sendable {
        /// What the model is told.
        public var instructions = SynthesisPrompts.answer
        /// What the model is told when nobody was asked, because the message needs no agent.
        public var replyInstructions = SynthesisPrompts.reply
        /// The most tokens of an answer.
        public var maximumTokens = 1200
        /// The time it would like to have before the deadline.
        public var expectedDuration: Duration = .seconds(4)
        /// The time before the deadline at which the model is cut, so that what is there can still be delivered; with
        /// little time left a tenth of it, if that is less.
        public var margin: Duration = .milliseconds(100)
        /// The share of the time, 0 to 1, at its end in which text is given on sentence by sentence; a second at most.
        public var closingShare = 0.15
        /// The most tokens of what the model is shown, by an estimate of four bytes a token; its instructions are not
        /// counted. What is least relevant to the question is left out first, and the model is told how much.
        public var maximumMaterialTokens = 6000
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
        let material = SynthesisMaterial(request, maximumTokens: self.configuration.maximumMaterialTokens)
        var modelRequest = ModelRequest(
            [.system(self.instructions(for: request)), .user(material.text)],
            maximumTokens: self.configuration.maximumTokens)
        modelRequest.savedTokens = material.savedTokens
        let budget = self.budget(of: context.remaining)
        var gate = SentenceGate(closingAt: context.time.now + budget - self.configuration.closingTime(of: budget))
        let outcome = try await self.call.run(
            modelRequest, within: budget, payer: context
        ) { piece in
            self.give(gate.take(piece, at: context.time.now), in: context)
            return true
        }
        self.give(outcome.failure == nil ? gate.finish() : gate.close(), in: context)
        let said = Said(text: gate.given, isBroken: gate.isBroken)
        guard said.text.contains(where: { !$0.isWhitespace }) else {
            context.warn(
                "\(self.call.model.name) gave no answer (\(outcome.failure ?? "it was empty")): what was found "
                    + "is quoted instead")
            return self.quoted(request, after: said, in: context)
        }
        return self.finished(said, outcome, request, material.sources, in: context)
    }

    private func instructions(for request: SynthesisRequest) -> String {
        request.contributions.isEmpty ? self.configuration.replyInstructions : self.configuration.instructions
    }

    private func give(_ text: String, in context: AgentContext) {
        if !text.isEmpty { context.yield(text) }
    }

    private func budget(of remaining: Duration?) -> Duration {
        guard let remaining else { return self.configuration.limit }
        return min(max(remaining - min(self.configuration.margin, remaining / 10), .zero), self.configuration.limit)
    }

    // MARK: What is returned

    /// What was given on of the answer, and whether that ends within a sentence.
    private struct Said {
        var text: String
        var isBroken: Bool
    }

    /// The answer as it is, with the places it cites; an answer that broke off is followed by what was found.
    private func finished(
        _ said: Said, _ outcome: StreamedCall.Outcome, _ request: SynthesisRequest, _ sources: SourceList,
        in context: AgentContext
    ) -> Synthesis {
        let cited = CitedNumbers(in: said.text, of: sources)
        var end = ""
        if let failure = outcome.failure {
            context.warn("the answer of \(self.call.model.name) is cut short: \(failure)")
            guard outcome.isCut else { return self.quoted(request, after: said, in: context) }
            end = said.isBroken ? " …" : ""
        } else if !cited.unknown.isEmpty {
            let numbers = cited.unknown.map { "[\($0)]" }.joined(separator: ", ")
            context.warn("the answer cites \(numbers), which is no source that was found")
        }
        if !cited.numbers.isEmpty {
            end += "\n\n" + ([SourceList.heading] + sources.lines(of: cited.numbers)).joined(separator: "\n")
        }
        self.give(end, in: context)
        var synthesis = Synthesis(AgentOutput(said.text + end, citations: cited.citations))
        synthesis.isWhole = outcome.failure == nil
        return synthesis
    }

    /// What was found, word for word, behind what the model has already said.
    private func quoted(_ request: SynthesisRequest, after said: Said, in context: AgentContext) -> Synthesis {
        let hasBegun = said.text.contains { !$0.isWhitespace }
        let mark = said.isBroken ? " …" : ""
        let bridge = hasBegun ? "\(mark)\n\n(Here the answer broke off. What was found, word for word:)\n\n" : ""
        var output = self.compose(request)
        context.yield(bridge + output.text)
        // What is yielded, put together, is the text that is returned: white space that was said stays.
        output.text = said.text + bridge + output.text
        var synthesis = Synthesis(output)
        synthesis.isWhole = false
        synthesis.isExtract = !hasBegun
        return synthesis
    }
}

extension ModelSynthesizer.Configuration {
    /// The time at the end of `budget` in which text is given on sentence by sentence: long enough for a few tokens,
    /// where there is so much, and never more than a second.
    fileprivate func closingTime(of budget: Duration) -> Duration {
        let share = budget * min(max(self.closingShare, 0), 1)
        guard share > .zero else { return .zero }
        return min(max(share, min(.milliseconds(200), budget / 2)), .seconds(1))
    }
}
