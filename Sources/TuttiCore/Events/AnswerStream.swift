/// Puts a streamed answer together for who shows it while it grows: what several attempts say never mixes.
///
/// silent: a piece → append; its attempt speaks
/// speaking: a piece of its attempt → append · of another one → kept aside
/// speaking: its attempt fails, or its agent ends without its result → restart with what was kept of another, or broken
/// broken: a piece of another attempt → restart
/// any: the agent succeeds → whole, when what was shown is its output
package struct AnswerStream {
    package enum Order: Equatable, Sendable {
        /// Show this behind what is shown.
        case append(String)
        /// What is shown counts no more; show this from an empty page.
        case restart(String)
        case ignore
    }

    private struct Speaker: Hashable {
        var agent: String
        var attempt: Int
    }

    private var speaker: Speaker?
    private var isBroken = false
    /// What each attempt has said, which is not much more than the answer: few speak at the same time.
    private var said: [Speaker: String] = [:]
    private var hasGap = false
    /// Whether what is shown is the whole answer.
    package private(set) var isWhole = false

    package init() {}

    /// Whether anything is shown.
    package var hasBegun: Bool { self.speaker != nil }

    package mutating func heard(_ kind: RunEvent.Kind) -> Order {
        switch kind {
        case .answerDelta(let agent, let attempt, let text):
            return self.spoke(Speaker(agent: agent, attempt: attempt), text)
        case .attemptFailed(let agent, let attempt, _, _): return self.broke(Speaker(agent: agent, attempt: attempt))
        case .agentFailed(let agent, _, _), .agentTimedOut(let agent, _, _, _): return self.ended(agent)
        case .agentSucceeded(let agent, let attempt, let output, let fallbackReason):
            return self.succeeded(Speaker(agent: agent, attempt: attempt), output, isOwn: fallbackReason == nil)
        case .gap:
            self.hasGap = true
            return .ignore
        default: return .ignore  // says nothing of the answer
        }
    }

    private mutating func spoke(_ speaker: Speaker, _ text: String) -> Order {
        self.said[speaker, default: ""] += text
        guard let current = self.speaker else {
            self.speaker = speaker
            return .append(text)
        }
        guard current != speaker else { return self.isBroken ? .ignore : .append(text) }
        return self.isBroken ? self.turn(to: speaker) : .ignore
    }

    private mutating func turn(to speaker: Speaker) -> Order {
        self.speaker = speaker
        self.isBroken = false
        return .restart(self.said[speaker] ?? "")
    }

    /// An attempt will say no more that counts.
    private mutating func broke(_ speaker: Speaker) -> Order {
        self.said[speaker] = nil
        guard self.speaker == speaker else { return .ignore }
        self.isBroken = true
        let others = self.said.keys.sorted { ($0.agent, $0.attempt) < ($1.agent, $1.attempt) }
        return others.first.map { self.turn(to: $0) } ?? .ignore
    }

    private mutating func ended(_ agent: String) -> Order {
        for other in self.said.keys where other.agent == agent && other != self.speaker { self.said[other] = nil }
        guard let speaker, speaker.agent == agent else { return .ignore }
        return self.broke(speaker)
    }

    private mutating func succeeded(_ winner: Speaker, _ output: String, isOwn: Bool) -> Order {
        guard let speaker, speaker.agent == winner.agent else { return .ignore }
        // An agent may return something else than it has said; that it has said all is taken on trust.
        let isTrusted = isOwn && !self.hasGap
        if self.said[winner] == output || (isTrusted && self.said[winner] != nil) {
            self.isWhole = true
            return speaker == winner && !self.isBroken ? .ignore : self.turn(to: winner)
        }
        return .ignore
    }
}
