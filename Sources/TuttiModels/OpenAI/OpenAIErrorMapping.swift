package import TuttiJSON

/// Reads the errors of OpenAI and of the servers that follow it.
package enum OpenAIErrorMapping {
    /// What the body of a response says went wrong.
    package static func failure(status: Int, body: [UInt8]) -> ProviderFailure {
        // A page that is not JSON has nothing to tell but its status.
        guard let value = try? JSONValue(parsing: body) else { return ProviderFailure(status: status) }
        if let failure = Self.failure(in: value, status: status) { return failure }
        let sentence = value["message"]?.string ?? value["detail"]?.string
        return ProviderFailure(status: status, message: sentence)
    }

    /// The failure in an object that has an `error`, as a body or in the middle of a stream.
    package static func failure(in value: JSONValue, status: Int?) -> ProviderFailure? {
        guard let error = value["error"], error != .null else { return nil }
        // `code` is a word at OpenAI and the HTTP status at llama.cpp.
        let code = error["code"] ?? error["status"]
        let number = code?.integer ?? code?.string.flatMap { Int($0) }
        let inner = number.flatMap { (100..<600).contains($0) ? $0 : nil }
        let words = [error["details"]?["error_code"], code, error["type"]].compactMap { $0?.word }
        return ProviderFailure(
            status: status ?? inner, words: words.isEmpty ? ["error"] : words,
            message: error["message"]?.string ?? error.string)
    }
}
