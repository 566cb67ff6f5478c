import Tutti

/// A way to run a workload; the raw value is the name of the peer in the tables.
enum Variant: String, Sendable {
    /// Agents on the pool, nobody listens.
    case plain = "tutti"
    /// Agents that are trusted never to block.
    case cooperative = "tutti-cooperative"
    /// A listener reads every event while the run goes on.
    case listener = "tutti-listener"

    /// The options of every agent.
    var options: AgentOptions {
        var options = AgentOptions()
        if self == .cooperative { options.isolation = .cooperative }
        return options
    }
}
