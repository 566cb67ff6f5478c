internal import Synchronization

/// Random bits for identities and jitter: one draw from the system, then a counter that is mixed.
///
/// The system's own generator is a system call a draw, which is a third of what a small run costs. Not for secrets.
enum ProcessRandom {
    private static let counter = Atomic<UInt64>(.random(in: .min ... .max))

    static func next() -> UInt64 {
        var generator = SeededRandomNumberGenerator(
            seed: Self.counter.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).oldValue)
        return generator.next()
    }
}
