/// The random numbers of one attempt: they depend on the run, the agent and the attempt, and on nothing else.
///
/// So two runs of the same identity draw the same durations whatever else differs: which agents run beside it, in which
/// order, how many at once. Runs with and without a change are then compared in the same world.
package enum AttemptDraws {
    /// The generator of an attempt.
    package static func generator(run: RunID, agent: String, attempt: Int) -> SeededRandomNumberGenerator {
        var hash = Self.basis
        Self.add(run.description, to: &hash)
        // A byte that no name holds, so that the two texts cannot run into each other.
        Self.add("\0", to: &hash)
        Self.add(agent, to: &hash)
        // The hash moves on by what the generator does not: its own step would give the next attempt the second number.
        hash ^= UInt64(bitPattern: Int64(attempt)) &* 0xD6E8_FEB8_6659_FD93
        var mixer = SeededRandomNumberGenerator(seed: hash)
        return SeededRandomNumberGenerator(seed: mixer.next())
    }

    // FNV-1a, which is the same on every platform and in every process; Swift's own hash is not.
    private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func add(_ text: String, to hash: inout UInt64) {
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }
}
