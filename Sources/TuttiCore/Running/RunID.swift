/// The identity of a run: 80 random bits in Crockford's base 32, safe in file names and URLs.
public struct RunID: Hashable, Sendable, CustomStringConvertible {
    /// The text.
    public let description: String

    /// Takes an identity that was given before, as it is.
    public init(_ description: String) { self.description = description }

    /// Draws an identity.
    public static func random(using generator: inout some RandomNumberGenerator) -> RunID {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return RunID(String((0..<16).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] }))
    }
}
