#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// How often one agent was offered, chosen, and gave something; old questions fade.
struct ChoiceCounts: Hashable, Sendable {
    /// What is left of a question after the next: half after 50.
    private static let fading = exp2(-1.0 / 50)

    /// Each question counts one, and less with each that follows.
    private(set) var offered = 0.0
    private(set) var chosen = 0.0
    private(set) var gave = 0.0
    /// The questions it was offered for, and chosen for, in full.
    private(set) var samples = 0
    private(set) var chosenSamples = 0
    /// The number of the last question it was offered for among all questions.
    private(set) var lastQuestion = 0

    init() {}

    /// Takes what was kept; nil when it makes no sense.
    init?(offered: Double, chosen: Double, gave: Double, samples: Int, chosenSamples: Int, lastQuestion: Int) {
        // The last question counts one in full.
        guard offered <= 100, offered >= 1 || samples == 0, 0 <= gave, gave <= chosen, chosen <= offered,
            0 <= chosenSamples,
            chosenSamples <= samples, lastQuestion >= 0
        else { return nil }
        self.offered = offered
        self.chosen = chosen
        self.gave = gave
        self.samples = samples
        self.chosenSamples = chosenSamples
        self.lastQuestion = lastQuestion
    }

    mutating func record(isChosen: Bool, gave: Bool, question: Int) {
        self.offered = self.offered * Self.fading + 1
        self.chosen = self.chosen * Self.fading + (isChosen ? 1 : 0)
        self.gave = self.gave * Self.fading + (isChosen && gave ? 1 : 0)
        self.samples &+= 1
        self.chosenSamples &+= isChosen ? 1 : 0
        self.lastQuestion = question
    }

    /// The share of the questions it was chosen for; nil while too little is known.
    var likelihood: Double? {
        self.samples >= ChoiceHistory.minimumSamples ? self.chosen / self.offered : nil
    }

    /// The share of the questions it gave something for, of those it was chosen for; nil while too little is known.
    var contributionRate: Double? {
        self.chosenSamples >= ChoiceHistory.minimumSamples && self.chosen > 0 ? self.gave / self.chosen : nil
    }
}
