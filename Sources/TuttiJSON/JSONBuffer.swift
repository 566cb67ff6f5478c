/// Bytes that grow at their end.
///
/// An array would do, and asks at every byte whether somebody else has it too: for texts of many small pieces that takes
/// longer than writing them.
struct JSONBuffer: ~Copyable {
    private var start: UnsafeMutableRawPointer
    private var capacity = 512
    private var count = 0

    init() { self.start = .allocate(byteCount: self.capacity, alignment: 1) }

    deinit { self.start.deallocate() }

    var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: self.start, count: self.count)) }

    mutating func append(_ byte: UInt8) {
        self.reserve(1)
        self.start.storeBytes(of: byte, toByteOffset: self.count, as: UInt8.self)
        self.count += 1
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        self.reserve(bytes.count)
        (self.start + self.count).copyMemory(from: source, byteCount: bytes.count)
        self.count += bytes.count
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { self.append(UnsafeRawBufferPointer($0)) }
    }

    private mutating func reserve(_ length: Int) {
        if self.capacity - self.count < length { self.grow(by: length) }
    }

    @inline(never)
    private mutating func grow(by length: Int) {
        self.capacity = max(2 * self.capacity, self.count + length)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 1)
        larger.copyMemory(from: self.start, byteCount: self.count)
        self.start.deallocate()
        self.start = larger
    }
}
