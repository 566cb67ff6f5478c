internal import TuttiCore
internal import TuttiJSON
internal import TuttiModels

/// What a model is shown when it is to make one answer: one JSON object, within a budget.
///
/// When not everything fits, findings and quotations are ranked by how well they match the question and by the order of
/// the strategy, which count the same, and the last are left out; those that stay keep their order.
struct SynthesisMaterial {
    /// The most places and the most findings that are shown, and the bytes of each.
    private static let maximumSources = 32
    private static let maximumFindings = 32
    private static let maximumQuoteLength = 600
    private static let maximumFindingLength = 2400
    /// The bytes of a finding in which lines are looked for that no citation quotes.
    private static let maximumSearchedLength = 8 * Self.maximumFindingLength
    /// The bytes of the rest: the question and what was said before get half of the budget at most.
    private static let maximumQuestionLength = 8000
    private static let maximumBackgroundLength = 12_000
    private static let maximumApproachLength = 1000
    /// A finding of which fewer bytes would fit is left out.
    private static let minimumFindingLength = 200

    /// The JSON object.
    let text: String
    /// The places that are shown, by their numbers.
    let sources: SourceList
    /// The tokens that were not said twice, or said nothing, by the guess of `TokenUsage`.
    let savedTokens: Int

    /// Puts together what was found.
    init(_ request: SynthesisRequest, maximumTokens: Int) {
        let budget = max(maximumTokens, 0) * 4
        let frame = Self.frame(request, bytes: budget)
        let (all, savedTokens) = Self.passages(of: request)
        let room = budget - JSONValue.object(frame).serialized().utf8.count - Self.overhead
        let shown = MaterialRanking(all, question: request.question.text).fitting(
            in: room, minimumLength: Self.minimumFindingLength)
        var sources = SourceList()
        var object = frame
        object["findings"] = .array(shown.filter { $0.citation == nil }.map { $0.json(number: nil) })
        object["sources"] = .array(
            shown.compactMap { passage in
                passage.citation.map { passage.json(number: sources.number(of: $0)) }
            })
        let leftOut = Self.count(of: request) - shown.count
        if leftOut > 0 { object["leftOut"] = .integer(leftOut) }
        self.text = JSONValue.object(object).serialized()
        self.sources = sources
        self.savedTokens = savedTokens
    }

    /// The bytes of the number that may be added to the frame.
    private static let overhead = 32

    /// Everything but what was found, whose places are empty.
    private static func frame(_ request: SynthesisRequest, bytes: Int) -> JSONObject {
        let question = request.question.text.prefix(jsonBytes: min(Self.maximumQuestionLength, bytes / 4))
        // The end of what was said before is the latest of it: it gets all that the question leaves of their half.
        let background = request.question.background.prefix(
            jsonBytes: min(Self.maximumBackgroundLength, bytes / 2 - question.jsonLength))
        let missing = request.missing.map { agent -> JSONValue in
            ["agent": .string(agent.name), "reason": .string(agent.reason.description)]
        }
        let frame: JSONValue = [
            "question": .string(question),
            "background": .string(background),
            "approach": .string(request.approach.prefix(jsonBytes: min(Self.maximumApproachLength, bytes / 16))),
            "findings": [], "sources": [], "missing": .array(missing),
        ]
        return frame.object ?? JSONObject()
    }

    // MARK: What was found

    /// The findings and quotations in the order of the strategy, within their numbers, and the tokens that were trimmed.
    private static func passages(of request: SynthesisRequest) -> (passages: [MaterialPassage], savedTokens: Int) {
        var passages: [MaterialPassage] = []
        var savedTokens = 0
        var quotes = 0
        for part in request.contributions.prefix(Self.maximumFindings) {
            guard let output = part.output.value else { continue }
            let said = PromptTrimmer(Self.unquoted(output)).text
            savedTokens += max(0, Self.tokens(output.text) - Self.tokens(said))
            let text = said.prefix(bytes: Self.maximumFindingLength)
            passages.append(MaterialPassage(agent: part.agent, text: text))
            for citation in output.citations.prefix(Self.maximumSources - quotes) {
                quotes += 1
                passages.append(
                    MaterialPassage(
                        agent: part.agent, citation: citation,
                        text: citation.quote.prefix(bytes: Self.maximumQuoteLength)))
            }
        }
        return (passages, savedTokens)
    }

    private static func tokens(_ text: String) -> Int { TokenUsage.estimatedTokens(bytes: text.utf8.count) }

    /// The findings and quotations there are.
    private static func count(of request: SynthesisRequest) -> Int {
        request.contributions.reduce(0) { $0 + ($1.output.value.map { 1 + $0.citations.count } ?? 0) }
    }

    /// The lines that no citation quotes: a small model has no room to be told everything twice.
    ///
    /// Each line is held against each quotation before the model is asked: what can be shown bounds both.
    private static func unquoted(_ output: AgentOutput) -> String {
        let quotes = output.citations.prefix(Self.maximumSources).map(\.quote)
        let text = output.text.prefix(bytes: Self.maximumSearchedLength)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            let said = line.drop { $0 == "•" || $0 == "-" || $0.isWhitespace }
            return !quotes.contains { quote in quote.contains(said) || said.contains(quote.prefix(Self.overlap)) }
        }
        return lines.joined(separator: "\n")
    }

    /// The characters by which a line is known to be a quotation.
    private static let overlap = 48
}
