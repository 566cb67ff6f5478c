/// A sentence of the person that tells something worth knowing later.
package struct TellingFact: Hashable, Sendable {
    /// What the sentence is.
    package enum Kind: Hashable, Sendable, CaseIterable {
        /// Something about the person, other people, or what happened.
        case said
        /// A decision.
        case decided
        /// Something that is going to be done.
        case planned
    }

    package var kind: Kind
    /// The sentence, plain and on one line.
    package var text: String
    /// How much it tells, from 2.
    package var weight: Int
    /// The number of the turn.
    package var turn: Int

    package init(kind: Kind, text: String, weight: Int, turn: Int) {
        self.kind = kind
        self.text = text
        self.weight = weight
        self.turn = turn
    }
}
