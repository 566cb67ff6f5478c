internal import TuttiJSON

/// The JSON object of a request, read member by member: what is missing or `null` is nil, what has the wrong type is an
/// error that names the member.
struct RequestObject {
    private let object: JSONObject

    /// - Throws: ``APIError`` 400 for anything but one JSON object.
    init(parsing body: [UInt8]) throws(APIError) {
        do {
            guard case .object(let object) = try JSONValue(parsing: body, maximumDepth: 64) else {
                throw APIError.invalid("the body is no JSON object", code: "invalid_json")
            }
            self.object = object
        } catch let error as JSONError {
            throw .invalid("the body is not valid JSON: \(error)", code: "invalid_json")
        } catch let error as APIError {
            throw error
        } catch {
            throw .invalid("the body is not valid JSON", code: "invalid_json")
        }
    }

    init(_ object: JSONObject) { self.object = object }

    /// The member as it is; nil when it is missing or `null`.
    func value(_ key: String) -> JSONValue? {
        let value = self.object[key]
        return value == .null ? nil : value
    }

    func string(_ key: String) throws(APIError) -> String? {
        try self.member(key, "a string", \.string)
    }

    func bool(_ key: String) throws(APIError) -> Bool? {
        try self.member(key, "true or false", \.bool)
    }

    func object(_ key: String) throws(APIError) -> RequestObject? {
        try self.member(key, "an object", \.object).map { RequestObject($0) }
    }

    /// A whole number in a range.
    func integer(_ key: String, in range: ClosedRange<Int>) throws(APIError) -> Int? {
        guard let integer = try self.member(key, "a whole number", \.integer) else { return nil }
        guard range.contains(integer) else {
            throw .invalid("\(key) must be from \(range.lowerBound) to \(range.upperBound)", key)
        }
        return integer
    }

    private func member<Value>(
        _ key: String, _ expected: String, _ read: (JSONValue) -> Value?
    ) throws(APIError) -> Value? {
        guard let value = self.value(key) else { return nil }
        guard let read = read(value) else { throw .invalid("\(key) must be \(expected)", key, code: "invalid_type") }
        return read
    }
}
