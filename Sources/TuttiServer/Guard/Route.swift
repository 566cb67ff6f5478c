/// What is asked of the server.
package enum Route: Hashable, Sendable {
    case health
    case readiness
    case metrics
    case models
    case chatCompletions
    case createRun
    /// Newest first: at most `limit` of those older than `after`.
    case listRuns(limit: Int, after: String?)
    case showRun(String)
    case runEvents(String)
    case cancelRun(String)

    /// Finds the route of a method, a path and a query.
    ///
    /// - Throws: ``APIError`` 404 for a path, 405 for a method that is not known; 400 for a query that is wrong.
    package init(_ method: String, _ path: Substring, query: Substring) throws(APIError) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        switch Array(parts) {
        case ["healthz"]: self = try Self.only(method, ["GET": .health])
        case ["readyz"]: self = try Self.only(method, ["GET": .readiness])
        case ["metrics"]: self = try Self.only(method, ["GET": .metrics])
        case ["v1", "models"]: self = try Self.only(method, ["GET": .models])
        case ["v1", "chat", "completions"]: self = try Self.only(method, ["POST": .chatCompletions])
        case ["v1", "runs"]:
            let list = method == "GET" ? try Self.list(query) : .listRuns(limit: 1, after: nil)
            self = try Self.only(method, ["GET": list, "POST": .createRun])
        case let parts where parts.count == 3 && parts.starts(with: ["v1", "runs"]) && Self.isID(parts[2]):
            let id = String(parts[2])
            self = try Self.only(method, ["GET": .showRun(id), "DELETE": .cancelRun(id)])
        case let parts where parts.count == 4 && parts.starts(with: ["v1", "runs"]) && parts[3] == "events":
            guard Self.isID(parts[2]) else { throw .notFound("the run", code: "run_not_found") }
            self = try Self.only(method, ["GET": .runEvents(String(parts[2]))])
        default: throw .notFound("the path")
        }
    }

    /// Whether the route tells nothing but that the server is there.
    package var isOpen: Bool { self == .health || self == .readiness }

    private static func only(_ method: String, _ routes: [String: Route]) throws(APIError) -> Route {
        if let route = routes[method] { return route }
        throw APIError(
            405, "invalid_request_error", "method_not_allowed", "the path does not know the method",
            headers: ["allow": routes.keys.sorted().joined(separator: ", ")])
    }

    private static func isID(_ text: Substring) -> Bool {
        text.utf8.count == 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
    }

    private static func list(_ query: Substring) throws(APIError) -> Route {
        var (limit, after) = (20, String?.none)
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            switch (parts[0], parts.count > 1 ? parts[1] : "") {
            case ("limit", let value):
                guard let number = Int(value), (1...100).contains(number) else {
                    throw .invalid("limit must be from 1 to 100", "limit")
                }
                limit = number
            case ("after", let value):
                guard Self.isID(value) else { throw .invalid("after must be the id of a run", "after") }
                after = String(value)
            default: break
            }
        }
        return .listRuns(limit: limit, after: after)
    }
}
