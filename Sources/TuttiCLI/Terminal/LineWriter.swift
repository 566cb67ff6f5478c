#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif
internal import TuttiCore

/// Writes whole lines to a descriptor and never waits for who reads them: a reader that is stuck loses lines, and holds
/// nobody up.
final class LineWriter: Sendable {
    private let descriptor: Int32
    /// One line at a time, so that there is still room when it is written.
    private let turn = Lock(0)

    init(descriptor: Int32 = STDERR_FILENO) { self.descriptor = descriptor }

    /// Writes a line of at most 4,096 bytes by one call of the system; false when there is no room for it.
    func write(_ line: String) -> Bool {
        var line = line
        return line.withUTF8 { bytes in
            self.turn.withLock { _ in
                var request = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
                guard poll(&request, 1, 0) == 1, request.revents & Int16(POLLOUT) != 0 else { return false }
                return systemWrite(self.descriptor, bytes.baseAddress, bytes.count) == bytes.count
            }
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
    Darwin.write(descriptor, bytes, count)
    #elseif canImport(Glibc)
    Glibc.write(descriptor, bytes, count)
    #else
    Musl.write(descriptor, bytes, count)
    #endif
}
