#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif
internal import TuttiCore

/// Lines from the standard input; a wait for one ends when its task is cancelled.
struct LineReader: Sendable {
    private static let maximumLength = 1 << 20
    private let pending = Lock<[UInt8]>([])

    /// The next line without its end; nil at the end of the input, and when the task is cancelled.
    func next() async -> String? {
        while !Task.isCancelled {
            if let line = self.takeLine() { return line }
            // A blocked read cannot be cancelled, so it only begins when there is something to read.
            guard await self.waitForInput() else { return nil }
            guard self.readMore() else { return self.takeRest() }
        }
        return nil
    }

    private func takeLine() -> String? {
        self.pending.withLock { bytes in
            guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
            defer { bytes.removeFirst(end + 1) }
            return String(decoding: bytes[..<end], as: UTF8.self)
        }
    }

    private func takeRest() -> String? {
        self.pending.withLock { bytes in
            defer { bytes = [] }
            return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Looks every 50 ms: a person does not notice, and nothing else has to be waited for at the same time.
    private func waitForInput() async -> Bool {
        while !Task.isCancelled {
            var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            if poll(&descriptor, 1, 0) != 0 { return true }
            // The sleep throws when the task is cancelled, which the loop asks for anyway.
            try? await SystemTime.shared.sleep(for: .milliseconds(50))
        }
        return false
    }

    private func readMore() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        guard count > 0 else { return count < 0 && errno == EINTR }
        return self.pending.withLock { bytes in
            bytes += buffer[..<count]
            return bytes.count <= Self.maximumLength
        }
    }
}
