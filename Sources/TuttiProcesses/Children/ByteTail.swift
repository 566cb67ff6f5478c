/// The last bytes of a stream, whatever its length.
struct ByteTail: Sendable {
    /// What is kept of the standard error of a child.
    static let capacity = 8 << 10

    private var bytes: [UInt8] = []

    /// The bytes as text; what is no UTF-8 is replaced.
    var text: String { String(decoding: self.bytes.suffix(Self.capacity), as: UTF8.self) }

    mutating func append(_ chunk: [UInt8]) {
        self.bytes.append(contentsOf: chunk.suffix(Self.capacity))
        // Trimmed now and then, so that each byte is moved a bounded number of times.
        if self.bytes.count > 2 * Self.capacity { self.bytes.removeFirst(self.bytes.count - Self.capacity) }
    }
}
