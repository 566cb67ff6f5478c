#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif
internal import TuttiCore

/// The standard output and error: the result goes to one, progress and warnings to the other.
///
/// All text is made safe for terminals here, the one place it passes; style is added after that.
struct Console: Sendable {
    /// One of the two streams.
    struct Stream: Sendable {
        let descriptor: Int32
        let isTerminal: Bool
        let hasColor: Bool

        /// Writes bytes as they are; a reader that went away is not an error of ours.
        func write(raw text: String) { _ = self.deliver(raw: text) }

        /// Writes bytes as they are, and returns whether the reader is still there.
        func deliver(raw text: String) -> Bool {
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let written = bytes.withUnsafeBytes { systemWrite(self.descriptor, $0.baseAddress, $0.count) }
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { return false }
                bytes = bytes.dropFirst(written)
            }
            return true
        }

        func write(_ text: String) { self.write(raw: text.terminalSafe) }
        func writeLine(_ text: String = "") { self.write(raw: text.terminalSafe + "\n") }
        func styled(_ text: String, _ style: Style) -> String {
            self.hasColor ? "\u{1B}[\(style.rawValue)m\(text.terminalSafe)\u{1B}[0m" : text.terminalSafe
        }
    }

    enum Style: Int {
        case bold = 1
        case dim = 2
        case red = 31
        case green = 32
        case yellow = 33
        case cyan = 36
    }

    let output: Stream
    let error: Stream
    let width: Int

    init(environment: [String: String]) {
        let hasColor = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        func stream(_ descriptor: Int32) -> Stream {
            let isTerminal = isatty(descriptor) == 1
            return Stream(descriptor: descriptor, isTerminal: isTerminal, hasColor: isTerminal && hasColor)
        }
        self.output = stream(STDOUT_FILENO)
        self.error = stream(STDERR_FILENO)
        var size = winsize()
        let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        self.width = isKnown ? min(Int(size.ws_col), 200) : min(environment["COLUMNS"].flatMap(Int.init) ?? 100, 200)
    }

    /// Everything on the standard input, as text.
    func readInput() throws(CommandFailure) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
            guard bytes.count <= Self.maximumInput else {
                throw CommandFailure(.usage, "the input is larger than 8 MB")
            }
        }
    }

    private static let maximumInput = 8 << 20

    func warn(_ message: String) {
        self.error.write(raw: self.error.styled("warning: ", .yellow) + message.terminalSafe + "\n")
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
