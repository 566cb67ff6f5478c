/// The versions of the protocol that open with `initialize`.
package enum MCPProtocolVersion {
    /// What our client asks for, and what our server answers to a version that it does not know.
    package static let latest = "2025-11-25"

    /// All versions that we speak, newest first.
    package static let known = [Self.latest, "2025-06-18", "2025-03-26", "2024-11-05"]
}
