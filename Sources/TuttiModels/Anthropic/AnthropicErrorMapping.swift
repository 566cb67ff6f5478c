package import TuttiJSON

/// Reads the errors of Anthropic and of the servers that follow it.
package enum AnthropicErrorMapping {
    /// What the body of a response says went wrong.
    package static func failure(status: Int, body: [UInt8]) -> ProviderFailure {
        // A page that is not JSON has nothing to tell but its status.
        guard let value = try? JSONValue(parsing: body) else { return ProviderFailure(status: status) }
        return Self.failure(in: value, status: status)
    }

    /// The failure in `{"type":"error","error":{"type":…,"message":…,"details":{"error_code":…}}}`.
    package static func failure(in value: JSONValue, status: Int?) -> ProviderFailure {
        let error = value["error"]
        // The detail comes first: a spend limit wears the type of an ordinary rate limit.
        let words = [error?["details"]?["error_code"], error?["code"], error?["type"]].compactMap { $0?.word }
        let inner = status ?? error?["code"]?.integer.flatMap { (100..<600).contains($0) ? $0 : nil }
        return ProviderFailure(
            status: inner, words: words, message: error?["message"]?.string ?? value["message"]?.string)
    }
}
