/// Tells the contents of requests apart: 128 bits that nobody outside of this process can know.
package struct RequestFingerprint: Hashable, Sendable {
    private let halves: [Int]

    /// - Parameters:
    ///   - path: Where the request goes.
    ///   - body: What it says, byte for byte.
    package init(_ path: String, _ body: [UInt8]) {
        self.halves = [0, 1].map { half in
            var hasher = Hasher()
            hasher.combine(half)
            hasher.combine(path)
            hasher.combine(body)
            return hasher.finalize()
        }
    }
}
