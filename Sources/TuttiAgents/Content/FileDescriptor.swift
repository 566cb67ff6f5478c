#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// An open descriptor that closes itself.
struct FileDescriptor: ~Copyable {
    let value: Int32

    init(_ value: Int32) { self.value = value }

    deinit { close(self.value) }

    /// Reads what is there, up to the size of the buffer: its length, 0 at the end, below 0 with `errno` set.
    borrowing func read(into buffer: inout [UInt8]) -> Int {
        while true {
            let count = buffer.withUnsafeMutableBytes { bytes in
                #if canImport(Darwin)
                Darwin.read(self.value, bytes.baseAddress, bytes.count)
                #elseif canImport(Musl)
                Musl.read(self.value, bytes.baseAddress, bytes.count)
                #else
                Glibc.read(self.value, bytes.baseAddress, bytes.count)
                #endif
            }
            guard count < 0, errno == EINTR else { return count }
        }
    }

    /// Writes what it can of the bytes: how many, below 0 with `errno` set.
    borrowing func write(_ bytes: ArraySlice<UInt8>) -> Int {
        while true {
            let count = bytes.withUnsafeBytes { bytes in
                #if canImport(Darwin)
                Darwin.write(self.value, bytes.baseAddress, bytes.count)
                #elseif canImport(Musl)
                Musl.write(self.value, bytes.baseAddress, bytes.count)
                #else
                Glibc.write(self.value, bytes.baseAddress, bytes.count)
                #endif
            }
            guard count < 0, errno == EINTR else { return count }
        }
    }
}
