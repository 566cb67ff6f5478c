/// The identities of the spans of a run, mixed from what they stand for: whoever works for an agent knows its span before
/// the run has ended and anything is recorded.
package enum SpanID {
    /// The span of a run.
    package static func run(_ run: RunID) -> UInt64 { Self.mix(run, "run") }

    /// The span of an agent.
    package static func agent(_ agent: String, of run: RunID) -> UInt64 { Self.mix(run, "agent", agent) }

    /// The span of an attempt, where an agent has several.
    package static func attempt(_ attempt: Int, of agent: String, _ run: RunID) -> UInt64 {
        Self.mix(run, "attempt", agent, UInt64(truncatingIfNeeded: attempt))
    }

    /// The span of a call of a model; `number` tells it from all others of the process.
    package static func call(_ number: UInt64, of run: RunID) -> UInt64 { Self.mix(run, "call", "", number) }

    /// The trace of a run that belongs to none.
    package static func trace(of run: RunID) -> TraceContext.TraceID {
        .init(high: Self.mix(run, "trace", "high"), low: Self.mix(run, "trace", "low"))
    }

    /// FNV-1a over the parts, then the finalizer of SplitMix64; never zero, which stands for no span.
    private static func mix(_ run: RunID, _ kind: StaticString, _ name: String = "", _ number: UInt64 = 0) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for byte in run.description.utf8 { take(byte) }
        take(0xFF)
        kind.withUTF8Buffer { for byte in $0 { take(byte) } }
        take(0xFF)
        for byte in name.utf8 { take(byte) }
        take(0xFF)
        for shift in stride(from: 0, to: 64, by: 8) { take(UInt8(truncatingIfNeeded: number >> UInt64(shift))) }
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        hash ^= hash >> 31
        return hash == 0 ? 1 : hash
    }
}
