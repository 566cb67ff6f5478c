internal import TuttiCore
package import TuttiModels

/// Where spans are sent, by the variables that all programs with OpenTelemetry share.
package struct OTLPTarget: Sendable {
    /// The whole address.
    package var url: String
    package var headers: HTTPHeaderList
    /// The values of the headers, which nobody else is to see.
    package var secrets: [String] { self.headers.fields.map(\.value) }
    /// The name of the service.
    package var service: String

    /// Reads the variables; nil when none of them, and no flag, says where to send. An empty variable counts as unset.
    ///
    /// | variable | meaning |
    /// | --- | --- |
    /// | `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` | the whole address |
    /// | `OTEL_EXPORTER_OTLP_ENDPOINT`, `--otlp` | the address before `/v1/traces`; the flag wins over both variables |
    /// | `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_EXPORTER_OTLP_TRACES_HEADERS` | `name=value,name=value`, percent-encoded |
    /// | `OTEL_SERVICE_NAME` | the name of the service; `tutti` by default |
    /// | `OTEL_SDK_DISABLED` | `true` sends nothing |
    ///
    /// - Throws: `ModelError` `misconfigured` for an address or headers that cannot be used.
    package init?(environment: [String: String], flag: String?) throws(ModelError) {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard variable("OTEL_SDK_DISABLED")?.lowercased() != "true" else { return nil }
        if let base = flag ?? (variable(Self.tracesEndpoint) == nil ? variable(Self.endpoint) : nil) {
            self.url = try BaseURL(base).appending("/v1/traces")
        } else if let whole = variable(Self.tracesEndpoint) {
            self.url = try BaseURL(whole).text
        } else {
            return nil
        }
        self.headers = HTTPHeaderList()
        for name in ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"] {
            for (key, value) in try Self.headers(variable(name) ?? "", of: name) { self.headers[key] = value }
        }
        self.service = variable("OTEL_SERVICE_NAME") ?? "tutti"
    }

    private static let endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"
    private static let tracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"

    private static func headers(_ text: String, of variable: String) throws(ModelError) -> [(String, String)] {
        var headers: [(String, String)] = []
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.filter { $0 != " " } }
            guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy(Self.isToken),
                let value = Self.decoded(parts[1])
            else { throw ModelError(.misconfigured, "\(variable) is no list of name=value pairs.") }
            headers.append((parts[0], value))
        }
        return headers
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }

    /// The text without its percent-encoding; nil for what may stand in no header.
    private static func decoded(_ text: String) -> String? {
        guard let decoded = text.percentDecoded, decoded.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return nil
        }
        return decoded
    }
}
