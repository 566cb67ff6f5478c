public import TuttiJSON

/// One message of JSON-RPC 2.0 as MCP uses it: parameters are objects, and there are no batches.
public enum JSONRPCMessage: Hashable, Sendable {
    /// A request that wants an answer.
    case request(id: JSONRPCID, method: String, parameters: JSONObject)
    /// A message that wants none.
    case notification(method: String, parameters: JSONObject)
    /// The answer to a request.
    case response(id: JSONRPCID, result: JSONValue)
    /// The refusal of a request; without an id when the other side could not read the request.
    case failure(id: JSONRPCID?, JSONRPCError)

    /// Reads one line; nil when it is no message of the protocol. Invalid UTF-8 is replaced, as other readers do.
    public init?(parsing line: [UInt8]) {
        guard let value = Self.json(line), value["jsonrpc"]?.string == "2.0" else { return nil }
        let id = JSONRPCID(value["id"])
        if let method = value["method"]?.string {
            guard let parameters = Self.parameters(of: value) else { return nil }
            switch (id, value["id"]) {
            case (let id?, _): self = .request(id: id, method: method, parameters: parameters)
            case (nil, nil): self = .notification(method: method, parameters: parameters)
            case (nil, _?): return nil
            }
        } else if let error = value["error"] {
            guard let code = error["code"]?.integer else { return nil }
            self = .failure(id: id, JSONRPCError(code: code, message: error["message"]?.string ?? ""))
        } else if let id, let result = value["result"] {
            self = .response(id: id, result: result)
        } else {
            return nil
        }
    }

    /// The message as one line of JSON, without the newline.
    public var line: [UInt8] {
        var object: JSONObject = JSONObject([("jsonrpc", "2.0")])
        switch self {
        case .request(let id, let method, let parameters):
            object["id"] = id.json
            object["method"] = .string(method)
            object["params"] = .object(parameters)
        case .notification(let method, let parameters):
            object["method"] = .string(method)
            if !parameters.members.isEmpty { object["params"] = .object(parameters) }
        case .response(let id, let result):
            object["id"] = id.json
            object["result"] = result
        case .failure(let id, let error):
            object["id"] = id?.json ?? .null
            object["error"] = error.json
        }
        return Array(JSONValue.object(object).serialized().utf8)
    }

    private static func parameters(of value: JSONValue) -> JSONObject? {
        switch value["params"] {
        case nil, .null?: JSONObject()
        case .object(let parameters)?: parameters
        case .bool?, .integer?, .double?, .string?, .array?: nil
        }
    }

    /// The strict reading first; the repair only for what is not UTF-8.
    private static func json(_ line: [UInt8]) -> JSONValue? {
        // The reason is of no use: whoever counts garbage keeps the line itself.
        if let value = try? JSONValue(parsing: line) { return value }
        guard String(validating: line, as: UTF8.self) == nil else { return nil }
        // The same: a line that is still no JSON is garbage.
        return try? JSONValue(parsing: String(decoding: line, as: UTF8.self))
    }
}
