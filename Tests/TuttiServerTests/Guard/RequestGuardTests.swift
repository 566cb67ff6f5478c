import Testing
import TuttiServer

@Suite struct RequestGuardTests {
    static let token = "0123456789abcdef0123456789abcdef"
    static let run = "/v1/runs/0123456789abcdef"

    /// A request that is served, to be changed in one place.
    struct Row: Sendable, CustomTestStringConvertible {
        var head: RequestHead
        var status: Int

        init(_ method: String, _ target: String, _ status: Int, _ change: (inout RequestHead) -> Void = { _ in }) {
            self.head = RequestHead(method, target, host: "127.0.0.1:8734")
            self.head.authorization = "Bearer \(RequestGuardTests.token)"
            if method == "POST" { self.head.contentType = "application/json" }
            change(&self.head)
            self.status = status
        }

        var testDescription: String { "\(self.head) → \(self.status)" }
    }

    static let rows: [Row] = [
        // Served.
        Row("GET", "/healthz", 200), Row("GET", "/healthz", 200) { $0.authorization = nil },
        Row("GET", "/readyz", 200) { $0.authorization = nil }, Row("GET", "/v1/models", 200),
        Row("POST", "/v1/chat/completions", 200), Row("POST", "/v1/runs", 200), Row("GET", "/v1/runs", 200),
        Row("GET", "/v1/runs?limit=5&after=0123456789abcdef&x", 200), Row("GET", run, 200), Row("DELETE", run, 200),
        Row("GET", run + "/events", 200), Row("GET", "/v1/models/tutti/coach", 200),
        Row("GET", "/v1/models/tutti%2Fcoach", 200), Row("POST", "/v1/models/tutti", 405),
        Row("GET", "/v1/models/tutti", 401) { $0.authorization = nil },
        Row("POST", "/v1/runs", 200) { $0.contentType = "Application/JSON; charset=utf-8" },
        Row("POST", "/v1/runs", 200) { $0.contentLength = "1048576" },
        Row("GET", "/v1/models", 200) { $0.host = "LOCALHOST:1" },
        Row("GET", "/v1/models", 200) { $0.host = "[::1]:1" },
        Row("GET", "/v1/models", 200) { $0.host = "localhost" },
        Row("GET", "/v1/models", 200) { $0.authorization = "bearer \(token)" },
        Row("POST", "/v1/responses", 200), Row("POST", "/v1/messages?beta=true", 200),
        Row("POST", "/v1/messages", 200) { ($0.authorization, $0.apiKey) = (nil, token) },
        Row("POST", "/v1/runs", 200) { $0.origin = "http://127.0.0.1:8734" },
        Row("GET", "/v1/models", 200) { $0.fetchSite = "none" },
        Row("GET", "/v1/events", 200), Row("GET", "/v1/usage", 200), Row("GET", "/", 200),
        // The page is open, what it shows is not.
        Row("GET", "/", 200) { $0.authorization = nil }, Row("GET", "/page/app.js?1", 200) { $0.authorization = nil },
        Row("GET", "/v1/events", 401) { $0.authorization = nil },
        Row("GET", "/v1/usage", 401) { $0.authorization = nil },
        Row("GET", "/page/", 401) { $0.authorization = nil }, Row("GET", "/page/", 404),
        Row("GET", "/page/../app.js", 404), Row("GET", "/page/%61pp.js", 404), Row("GET", "//", 404),
        Row("POST", "/", 405), Row("DELETE", "/v1/events", 405),
        Row("GET", "/", 421) { $0.host = "evil.example" }, Row("GET", "/", 403) { $0.fetchSite = "cross-site" },
        // Of another host.
        Row("GET", "/v1/models", 421) { $0.host = "evil.example" },
        Row("GET", "/healthz", 421) { $0.host = "evil.example" },
        Row("GET", "/v1/models", 421) { $0.host = "127.0.0.1.evil.example:8734" },
        Row("GET", "/v1/models", 421) { $0.host = "2130706433" },
        Row("GET", "/v1/models", 421) { $0.host = "localhost." },
        // Of no host, or of two.
        Row("GET", "/v1/models", 400) { $0.host = nil }, Row("GET", "/v1/models", 400) { $0.host = "" },
        Row("GET", "/v1/models", 400) { $0.host = "localhost:80@evil.example" },
        Row("GET", "/v1/models", 400) { $0.host = "127.0.0.1:8734, evil.example" },
        Row("GET", "/v1/models", 400) { $0.host = "[::1" }, Row("GET", "/v1/models", 400) { $0.host = "[::1]x:1" },
        Row("GET", "/v1/models", 400) { $0.host = "localhost:" },
        Row("GET", "/v1/models", 400) { $0.host = "localhost, evil.example" },
        Row("GET", "/v1/models", 400) { $0.host = "localhost\u{0}" },
        Row("GET", "/v1/models", 400) { $0.host = "löcalhost" },
        Row("GET", "/v1/models", 400) { $0.host = "localhost:+80" },
        Row("GET", "/v1/models", 400) { $0.hasSecondHost = true },
        Row("GET", "/healthz", 400) { $0.hasSecondHost = true },
        // Of another origin.
        Row("POST", "/v1/chat/completions", 403) { $0.origin = "https://evil.example" },
        Row("POST", "/v1/chat/completions", 403) { $0.origin = "null" },
        Row("GET", "/v1/runs", 403) { $0.origin = "https://evil.example" },
        Row("POST", "/v1/runs", 403) { $0.origin = "https://127.0.0.1:8734" },
        Row("POST", "/v1/runs", 403) { $0.origin = "http://127.0.0.1:9999" },
        Row("POST", "/v1/runs", 403) { $0.origin = "" }, Row("OPTIONS", "/v1/runs", 403) { $0.origin = "http://a" },
        Row("GET", run, 403) { $0.fetchSite = "cross-site" }, Row("GET", run, 403) { $0.fetchSite = "same-site" },
        // Without the token.
        Row("GET", "/v1/models", 401) { $0.authorization = nil },
        Row("GET", "/v1/models", 401) { $0.authorization = "" },
        // In the URL it does not count, also beside the right one.
        Row("GET", "/v1/models?token=\(token)", 400) { $0.authorization = nil },
        Row("GET", "/v1/models?x=1&API_KEY=\(token)", 400) { $0.authorization = nil },
        Row("GET", "/v1/models?access_token=\(token)", 400), Row("GET", "/healthz?key", 400),
        Row("GET", "/v1/models?monkey=1", 200),
        Row("GET", "/v1/models", 401) { $0.authorization = token },
        Row("GET", "/v1/models", 401) { $0.authorization = "Basic \(token)" },
        Row("GET", "/v1/models", 401) { $0.authorization = "Bearer " },
        Row("GET", "/v1/models", 401) { $0.authorization = "Bearer \(token)0" },
        Row("GET", "/v1/models", 401) { $0.authorization = "Bearer \(token)\(token)" },
        Row("GET", "/v1/models", 401) { $0.authorization = "Bearer \(token.dropLast())" },
        Row("GET", "/v1/models", 401) { $0.authorization = "Bearer \(token.uppercased())" },
        Row("POST", "/v1/messages", 401) { ($0.authorization, $0.apiKey) = (nil, token + "0") },
        Row("POST", "/v1/messages", 401) { ($0.authorization, $0.apiKey) = (nil, "Bearer \(token)") },
        Row("POST", "/v1/messages", 401) { ($0.authorization, $0.apiKey) = (nil, "") },
        Row("GET", "/nowhere", 401) { $0.authorization = nil },
        Row("PUT", "/v1/models", 401) { $0.authorization = nil },
        // Not there, or not so.
        Row("GET", "/nowhere", 404), Row("GET", "/v1", 404), Row("GET", "/v1/models/", 404),
        Row("GET", "//v1/models", 404), Row("GET", "/v1/runs/../models", 404), Row("GET", "/v1/runs/%2e%2e", 404),
        Row("GET", "/v1/runs/SHORT", 404), Row("GET", "/v1/runs/0123456789ABCDEF", 404), Row("GET", run + "/x", 404),
        Row("GET", "/V1/models", 404), Row("GET", "v1/models", 404),
        Row("DELETE", "/v1/models", 405), Row("GET", "/v1/chat/completions", 405), Row("GET", "/v1/messages", 405),
        Row("GET", "/v1/responses", 405), Row("POST", "/v1/messages/count_tokens", 404),
        Row("HEAD", "/healthz", 405),
        Row("OPTIONS", "/v1/runs", 405), Row("BREW", "/v1/runs", 405), Row("POST", run, 405), Row("PUT", run, 405),
        Row("DELETE", run + "/events", 405), Row("get", "/v1/models", 405),
        Row("GET", "/v1/runs?limit=0", 400), Row("GET", "/v1/runs?limit=101", 400), Row("GET", "/v1/runs?after=x", 400),
        // Bodies.
        Row("POST", "/v1/runs", 415) { $0.contentType = nil },
        Row("POST", "/v1/runs", 415) { $0.contentType = "text/plain" },
        Row("POST", "/v1/runs", 415) { $0.contentType = "application/x-www-form-urlencoded" },
        Row("POST", "/v1/runs", 415) { $0.contentType = "application/jsonp" },
        Row("GET", "/v1/models", 400) { $0.contentLength = "1" }, Row("DELETE", run, 400) { $0.isChunked = true },
        Row("GET", "/healthz", 400) { $0.isChunked = true }, Row("GET", "/healthz", 200) { $0.contentLength = "0" },
        Row("POST", "/v1/runs", 200) { $0.isChunked = true },
        Row("POST", "/v1/runs", 413) { $0.contentLength = "1048577" },
        Row("POST", "/v1/runs", 400) { $0.contentLength = "-1" },
        Row("POST", "/v1/runs", 400) { $0.contentLength = "99999999999999999999" },
        Row("GET", "/v1/runs?x=" + String(repeating: "y", count: 2_100), 414),
    ]

    @Test(arguments: rows) func `each request has its status`(row: Row) {
        var requestGuard = RequestGuard()
        requestGuard.token = AccessToken(Self.token)
        let result = Result { () throws(APIError) in try requestGuard.route(row.head) }
        switch result {
        case .success: #expect(row.status == 200)
        case .failure(let error): #expect(error.status == row.status)
        }
    }

    @Test func `without a token whoever reaches this machine is served, but no page`() throws {
        var head = RequestHead("GET", "/v1/models", host: "localhost:8734")
        #expect(try RequestGuard().route(head) == .models)
        head.origin = "https://evil.example"
        #expect(throws: APIError.self) { try RequestGuard().route(head) }
    }

    @Test(
        arguments: [
            ("/v1/models", nil), ("*", nil), ("evil.example:443", nil),
            ("http://evil.example/v1/models", "evil.example"),
            ("HTTP://a:1?x=http://b/", "a:1"), ("http:///v1", ""), ("http://user@localhost:1/", "user@localhost:1"),
        ] as [(String, String?)])
    func `a target can name a host`(target: String, host: String?) {
        #expect(RequestHead.host(inTarget: target) == host)
    }

    @Test(
        arguments: [
            ("talk", "talk"), ("tutti/coach", "tutti/coach"), ("tutti%2Fcoach", "tutti/coach"), ("%c3%A4%20", "ä "),
            ("%", "%"), ("%2", "%2"), ("%+1", "%+1"), ("%zz%", "%zz%"),
        ])
    func `a model is named by the rest of its path`(path: String, name: String) throws {
        #expect(try Route("GET", "/v1/models/\(path)", query: "") == .showModel(name))
    }

    @Test func `a method that is not known is told which are`() {
        let error = #expect(throws: APIError.self) {
            try RequestGuard().route(RequestHead("PUT", Self.run, host: "localhost"))
        }
        #expect(error?.headers["allow"] == "DELETE, GET")
    }

    @Test(arguments: ["", "short", String(repeating: "a", count: 31), String(repeating: " ", count: 40), "ä" + token])
    func `a token that is easy to guess or cannot be sent is none`(text: String) {
        #expect(AccessToken(text) == nil)
    }

    @Test func `a token is never printed`() throws {
        let token = try #require(AccessToken(Self.token))
        #expect(!"\(token)".contains("0123"))
    }
}
