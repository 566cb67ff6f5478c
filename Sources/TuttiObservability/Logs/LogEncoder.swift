package import TuttiAgents
internal import TuttiCore
internal import TuttiJSON

/// Writes a record as one line that nothing in it can break: no text of it is syntax, steers a terminal, or shows a secret.
package struct LogEncoder: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        /// `2026-11-27T06:02:30.123Z info request method=GET …`
        case text
        /// One JSON object.
        case json
    }

    /// The most bytes of a line, with its end: what a pipe takes at once.
    package static let maximumLine = 4_096
    /// The most bytes of a text.
    private static let maximumText = 1_024
    /// Left for the last member and the end of the line.
    private static let reserve = 32

    package var format: Format
    package var redaction: LogRedaction

    package init(_ format: Format, _ redaction: LogRedaction = .init()) {
        self.format = format
        self.redaction = redaction
    }

    /// The line with its end, at most ``maximumLine`` bytes; members that do not fit are left out, and that is said.
    package func line(_ record: LogRecord, at date: Timestamp) -> String {
        let time = date.withMilliseconds
        var line =
            switch self.format {
            case .text: "\(time) \(record.level.rawValue) \(record.event)"
            case .json: #"{"time":"\#(time)","level":"\#(record.level.rawValue)","event":"\#(record.event)""#
            }
        var size = line.utf8.count
        var isCut = false
        for field in record.fields {
            let part = self.part(field.name, field.value)
            guard size + part.utf8.count <= Self.maximumLine - Self.reserve else {
                isCut = true
                continue
            }
            line += part
            size += part.utf8.count
        }
        if isCut { line += self.part("leftOut", .bool(true)) }
        return line + (self.format == .json ? "}\n" : "\n")
    }

    private func part(_ name: String, _ value: LogRecord.Value) -> String {
        let text =
            switch value {
            case .text(let text): self.quoted(text)
            case .integer(let number): "\(number)"
            case .number(let number): JSONValue.double((number * 1e6).rounded() / 1e6).serialized()
            case .bool(let isTrue): "\(isTrue)"
            }
        return self.format == .json ? ",\"\(name)\":\(text)" : " \(name)=\(text)"
    }

    private func quoted(_ text: String) -> String {
        let clean = self.redaction.clean(text).terminalSafe
        let isPlain =
            self.format == .text && !clean.isEmpty
            && clean.utf8.allSatisfy {
                (0x30...0x3A).contains($0) || (0x61...0x7A).contains($0 | 0x20) || "_-./{}".utf8.contains($0)
            }
        if isPlain, clean.utf8.count <= Self.maximumText { return clean }
        return JSONValue.string(Self.cut(clean)).serialized()
    }

    /// The beginning of a text, whole characters.
    private static func cut(_ text: String) -> String {
        guard text.utf8.count > Self.maximumText else { return text }
        let bytes = text.utf8
        var end = bytes.index(bytes.startIndex, offsetBy: Self.maximumText)
        while bytes[end] & 0xC0 == 0x80 { end = bytes.index(before: end) }
        return String(text[..<end]) + "…"
    }
}

extension Timestamp {
    /// The instant as ISO 8601 in UTC to the millisecond.
    package var withMilliseconds: String {
        let milliseconds = Int((self.secondsSince1970 - self.secondsSince1970.rounded(.down)) * 1_000)
        let digits = "\(1_000 + min(max(milliseconds, 0), 999))".dropFirst()
        return "\(self.description.dropLast()).\(digits)Z"
    }
}
