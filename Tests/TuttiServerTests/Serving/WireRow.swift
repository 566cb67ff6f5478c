import Testing

/// Bytes that somebody sends, and the statuses with which they are answered before the connection ends.
struct WireRow: Sendable, CustomTestStringConvertible {
    static let token = RequestGuardTests.token
    static let question = #"{"model":"tutti/test","messages":[{"role":"user","content":"Q"}]}"#

    var name: String
    var bytes: [UInt8]
    var statuses: [Int]

    /// A request as it should be, to be changed in one place.
    ///
    /// - Parameters:
    ///   - fields: More lines of the head, or others in place of those of the same name; a line without a value takes the
    ///     one of its name out.
    ///   - body: Makes it a `POST` of JSON, with the length unless `fields` have one.
    init(_ name: String, _ line: String, _ fields: [String] = [], body: String? = nil, is statuses: Int...) {
        var lines = ["Host: 127.0.0.1:8734", "Authorization: Bearer \(Self.token)", "Connection: close"]
        if let body {
            lines.append("Content-Type: application/json")
            let hasLength = fields.contains { $0.hasPrefix("Content-Length") || $0.hasPrefix("Transfer-Encoding") }
            if !hasLength { lines.append("Content-Length: \(body.utf8.count)") }
        }
        let names = Set(fields.map { $0.prefix { $0 != ":" } })
        lines.removeAll { names.contains($0.prefix { $0 != ":" }) }
        lines += fields.filter { !$0.hasSuffix(":") }
        let head = ([line.hasSuffix(" ") ? String(line.dropLast()) : line + " HTTP/1.1"] + lines).joined(
            separator: "\r\n")
        self.name = name
        self.bytes = Array((head + "\r\n\r\n" + (body ?? "")).utf8)
        self.statuses = statuses
    }

    /// Bytes as they are.
    init(_ name: String, raw: String, is statuses: Int...) {
        self.name = name
        self.bytes = Array(raw.utf8)
        self.statuses = statuses
    }

    /// The same with some bytes in place of a text.
    func replacing(_ text: String, with bytes: [UInt8]) -> WireRow {
        var row = self
        guard let range = row.bytes.firstRange(of: Array(text.utf8)) else { return row }
        row.bytes.replaceSubrange(range, with: bytes)
        return row
    }

    /// The same, and then the bytes of another.
    func followed(by other: WireRow) -> WireRow {
        var row = self
        row.bytes += other.bytes
        return row
    }

    var testDescription: String { self.name }
}
