package import TuttiJSON

/// Why a request is not served, in the form that clients of OpenAI's interface understand.
package struct APIError: Error, Hashable, Sendable {
    /// The status of the response, 400 to 599.
    package var status: Int
    /// The family of the error, such as `invalid_request_error`.
    package var type: String
    /// What a program tells errors apart by.
    package var code: String
    /// What was wrong, for a person.
    package var message: String
    /// The part of the request that was wrong; nil when there is none.
    package var parameter: String?
    /// Headers that belong to the status, by lower-case name.
    package var headers: [String: String] = [:]

    package init(
        _ status: Int, _ type: String, _ code: String, _ message: String, parameter: String? = nil,
        headers: [String: String] = [:]
    ) {
        self.status = status
        self.type = type
        self.code = code
        self.message = message
        self.parameter = parameter
        self.headers = headers
    }

    /// A request that the client has to change.
    package static func invalid(_ message: String, _ parameter: String? = nil, code: String = "invalid_value") -> Self {
        APIError(400, "invalid_request_error", code, message, parameter: parameter)
    }

    /// Something that is not there.
    package static func notFound(_ what: String, code: String = "not_found", parameter: String? = nil) -> Self {
        APIError(404, "invalid_request_error", code, "\(what) does not exist", parameter: parameter)
    }

    /// A body that is longer than `limit` bytes.
    package static func tooLarge(limit: Int) -> Self {
        APIError(
            413, "invalid_request_error", "request_too_large", "the body is longer than \(limit) bytes",
            headers: ["connection": "close"])
    }

    /// The body of the response.
    package var json: JSONValue {
        [
            "error": [
                "message": .string(self.message), "type": .string(self.type),
                "param": self.parameter.map { .string($0) } ?? .null, "code": .string(self.code),
            ]
        ]
    }
}
