internal import TuttiCore

/// What is asked of the server.
package enum Route: Hashable, Sendable {
    case health
    case readiness
    case metrics
    case models
    /// One model, by its name.
    case showModel(String)
    case chatCompletions
    case responses
    case messages
    case createRun
    /// Newest first: at most `limit` of those older than `after`.
    case listRuns(limit: Int, after: String?)
    case showRun(String)
    case runEvents(String)
    case cancelRun(String)
    /// What all runs do, as it happens.
    case allEvents
    /// What today's runs have used.
    case usage
    /// A file of the live page, by its path.
    case page(String)

    /// Finds the route of a method, a path and a query.
    ///
    /// - Throws: ``APIError`` 404 for a path, 405 for a method that is not known; 400 for a query that is wrong.
    package init(_ method: String, _ path: Substring, query: Substring) throws(APIError) {
        if let routes = Self.fixed[String(path)] {
            let route = try Self.only(method, routes)
            self = if case .listRuns = route { try Self.list(query) } else { route }
        } else if path.hasPrefix(Self.modelPath), path != Self.modelPath {
            let name = path.dropFirst(Self.modelPath.count)
            self = try Self.only(method, ["GET": .showModel(name.percentDecoded ?? String(name))])
        } else if path.hasPrefix(Self.runPath) {
            self = try Self.ofRun(method, path.dropFirst(Self.runPath.count))
        } else if PageFile.at(path) != nil {
            self = try Self.only(method, ["GET": .page(String(path))])
        } else {
            throw .notFound("the path")
        }
    }

    /// The routes of the paths that name neither a run nor a model, by path and method.
    private static let fixed: [String: [String: Route]] = [
        "/healthz": ["GET": .health],
        "/readyz": ["GET": .readiness],
        "/metrics": ["GET": .metrics],
        "/v1/models": ["GET": .models],
        "/v1/chat/completions": ["POST": .chatCompletions],
        "/v1/responses": ["POST": .responses],
        "/v1/messages": ["POST": .messages],
        "/v1/events": ["GET": .allEvents],
        "/v1/usage": ["GET": .usage],
        "/v1/runs": ["GET": .listRuns(limit: 20, after: nil), "POST": .createRun],
    ]

    /// What the paths that name a model begin with; a name may have a slash.
    private static let modelPath = "/v1/models/"

    /// What the paths that name a run begin with.
    private static let runPath = "/v1/runs/"

    private static func ofRun(_ method: String, _ rest: Substring) throws(APIError) -> Route {
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        let id = String(parts[0])
        switch (parts.count, parts.last) {
        case (1, _) where Self.isID(parts[0]):
            return try Self.only(method, ["GET": .showRun(id), "DELETE": .cancelRun(id)])
        case (2, "events"):
            guard Self.isID(parts[0]) else { throw .notFound("the run", code: "run_not_found") }
            return try Self.only(method, ["GET": .runEvents(id)])
        default: throw .notFound("the path")
        }
    }

    /// Whether the route tells nothing but that the server is there: the page holds no data, it asks for it.
    package var isOpen: Bool {
        if case .page = self { true } else { self == .health || self == .readiness }
    }

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
