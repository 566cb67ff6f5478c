extension WireRow {
    private static let chat = "POST /v1/chat/completions"
    private static let models = "GET /v1/models"
    private static let host = "Host: 127.0.0.1:8734"
    private static let bearer = "Authorization: Bearer \(token)"
    private static let chunked = "Transfer-Encoding: chunked"
    private static let goOn = "Connection: keep-alive"

    /// A body in one chunk with what is behind it.
    private static func chunk(_ text: String = question, extension more: String = "", trailer: String = "") -> String {
        "\(String(text.utf8.count, radix: 16))\(more)\r\n\(text)\r\n0\r\n\(trailer)\r\n"
    }

    static let table = served + origins + hosts + tokens + methods + lengths + chunks + heads + targets + bodies + rows

    private static let served: [WireRow] = [
        WireRow("models", models, is: 200), WireRow("a question", chat, body: question, is: 200),
        WireRow("health without a token", "GET /healthz", ["Authorization:"], is: 200),
        WireRow("HTTP/1.0", models + " HTTP/1.0 ", is: 200),
        WireRow("names of fields in any case", models, ["Authorization:", "aUTHORIZATION: bearer \(token)"], is: 200),
    ]

    private static let origins: [WireRow] = [
        WireRow("a foreign origin", chat, ["Origin: https://evil.example"], body: question, is: 403),
        WireRow("an opaque origin", chat, ["Origin: null"], body: question, is: 403),
        WireRow("an origin with another port", chat, ["Origin: http://127.0.0.1:1"], body: question, is: 403),
        WireRow(
            "our origin and another", chat, ["Origin: http://127.0.0.1:8734", "Origin: https://evil.example"],
            body: question, is: 403),
        WireRow("our origin", models, ["Origin: http://127.0.0.1:8734"], is: 200),
        WireRow("cross-site", models, ["Sec-Fetch-Site: cross-site"], is: 403),
        WireRow(
            "a preflight", "OPTIONS /v1/runs",
            ["Origin: https://evil.example", "Access-Control-Request-Method: POST"], is: 403),
        WireRow("what a form sends", chat, ["Content-Type: text/plain"], body: question, is: 415),
        WireRow("a form", chat, ["Content-Type: application/x-www-form-urlencoded"], body: "a=b", is: 415),
        WireRow("no type", chat, ["Content-Type:"], body: question, is: 415),
    ]

    private static let hosts: [WireRow] = [
        WireRow("a foreign host", models, ["Host: evil.example"], is: 421),
        WireRow("no host", models, ["Host:"], is: 400), WireRow("an empty host", models, ["Host: "], is: 400),
        WireRow("two hosts", models, [host, "Host: evil.example"], is: 400),
        WireRow("two hosts, the foreign one first", models, ["Host: evil.example", host], is: 400),
        WireRow("the same host twice", models, [host, host], is: 400),
        WireRow("a host with a name before it", models, ["Host: evil.example@127.0.0.1:8734"], is: 400),
        WireRow("a host with a path", models, ["Host: 127.0.0.1:8734/evil.example"], is: 400),
        WireRow("a host with a comma", models, ["Host: 127.0.0.1, evil.example"], is: 400),
        WireRow("a host that was forwarded", models, ["X-Forwarded-Host: evil.example"], is: 200),
        WireRow("our host in the target", "GET http://127.0.0.1:8734/v1/models", is: 200),
        WireRow("a foreign host in the target", "GET http://evil.example/v1/models", is: 400),
        WireRow("a foreign host in both", "GET http://evil.example/v1/models", ["Host: evil.example"], is: 421),
        WireRow(
            "our host in the target, a foreign one beside it", "GET http://127.0.0.1:8734/v1/models",
            ["Host: evil.example"], is: 400),
        WireRow("a token in the target's host", "GET http://:\(token)@127.0.0.1:8734/v1/models", is: 400),
    ]

    private static let tokens: [WireRow] = [
        WireRow("no token", models, ["Authorization:"], is: 401),
        WireRow(
            "another token", models, ["Authorization: Bearer \(token.reversed().map(String.init).joined())"], is: 401),
        WireRow("another scheme", models, ["Authorization: Basic \(token)"], is: 401),
        WireRow("two tokens", models, [bearer, "Authorization: Bearer x"], is: 401),
        WireRow("a cookie", models, ["Authorization:", "Cookie: token=\(token)"], is: 401),
        WireRow("another header", models, ["Authorization:", "Proxy-Authorization: Bearer \(token)"], is: 401),
        WireRow("a token in the URL", models + "?token=\(token)", ["Authorization:"], is: 400),
        WireRow("a token in the URL too", models + "?access_token=\(token)", is: 400),
        WireRow("a missing path without a token", "GET /nowhere", ["Authorization:"], is: 401),
        WireRow("a question without a token", chat, ["Authorization:"], body: question, is: 401),
        WireRow(
            "a token in a trailer", chat, ["Authorization:", chunked],
            body: chunk(trailer: "\(bearer)\r\n"), is: 401),
    ]

    private static let methods: [WireRow] = [
        WireRow("PUT", "PUT /v1/models", is: 405), WireRow("PATCH", "PATCH /v1/runs", is: 405),
        WireRow("HEAD", "HEAD /v1/models", is: 405), WireRow("OPTIONS", "OPTIONS /v1/models", is: 405),
        WireRow("OPTIONS of everything", "OPTIONS *", is: 404), WireRow("TRACE", "TRACE /v1/models", is: 405),
        WireRow("CONNECT", "CONNECT evil.example:443", is: 404),
        WireRow("CONNECT to a path", "CONNECT /v1/models", is: 405),
        WireRow("a method that does not exist", "BREW /v1/models", is: 400),
        WireRow("a method in small letters", "get /v1/models", is: 400),
        WireRow("another method in a header", models, ["X-HTTP-Method-Override: DELETE"], is: 200),
        WireRow("DELETE of a run that is not there", "DELETE /v1/runs/0123456789abcdef", is: 404),
    ]

    private static let lengths: [WireRow] = [
        WireRow("a length and chunks", chat, ["Content-Length: 5", chunked], body: chunk(), is: 400),
        WireRow("chunks and a length", chat, [chunked, "Content-Length: 5"], body: chunk(), is: 400),
        WireRow("two lengths", chat, ["Content-Length: 5", "Content-Length: 6"], body: question, is: 400),
        WireRow("the same length twice", chat, ["Content-Length: 65", "Content-Length: 65"], body: question, is: 400),
        WireRow("a list of lengths", chat, ["Content-Length: 65, 65"], body: question, is: 400),
        WireRow("a negative length", chat, ["Content-Length: -1"], body: question, is: 400),
        WireRow("a length with a sign", chat, ["Content-Length: +65"], body: question, is: 400),
        WireRow("a length in hexadecimal", chat, ["Content-Length: 0x41"], body: question, is: 400),
        WireRow("a length beyond all numbers", chat, ["Content-Length: 99999999999999999999"], body: question, is: 400),
        WireRow("a length beyond the bound", chat, ["Content-Length: 2147483648"], body: question, is: 413),
        WireRow("a body that never comes", chat, ["Content-Length: 1000"], body: question),
        WireRow("a body of a GET", models, ["Content-Length: 2"], body: "{}", is: 400),
        WireRow("chunks of a DELETE", "DELETE /v1/runs/0123456789abcdef", [chunked], body: chunk(), is: 400),
        WireRow("no length", chat, ["Content-Length: 0"], body: "", is: 400),
    ]

    private static let chunks: [WireRow] = [
        WireRow("chunks", chat, [chunked], body: chunk(), is: 200),
        WireRow("an extension of a chunk", chat, [chunked], body: chunk(extension: ";a=b"), is: 200),
        WireRow("a trailer", chat, [chunked], body: chunk(trailer: "X-A: b\r\n"), is: 200),
        WireRow(
            "a trailer that changes the host", chat, [chunked], body: chunk(trailer: "Host: evil.example\r\n"), is: 200),
        WireRow("a chunk of negative size", chat, [chunked], body: "-1\r\n\(question)\r\n0\r\n\r\n", is: 400),
        WireRow("a chunk beyond all numbers", chat, [chunked], body: "FFFFFFFFFFFFFFFFF\r\n\(question)\r\n", is: 400),
        WireRow("a chunk without a size", chat, [chunked], body: "\r\n\(question)\r\n0\r\n\r\n", is: 400),
        WireRow("a chunk that is longer than it says", chat, [chunked], body: "2\r\n\(question)\r\n0\r\n\r\n", is: 400),
        WireRow(
            "chunks beyond the bound", chat, [chunked], body: chunk(String(repeating: " ", count: 1 << 20) + "{}"),
            is: 413),
        WireRow("a code that is not known", chat, ["Transfer-Encoding: gzip, chunked"], body: chunk(), is: 400),
        WireRow("chunks of chunks", chat, ["Transfer-Encoding: chunked, chunked"], body: chunk(), is: 400),
        WireRow("chunks that are not last", chat, ["Transfer-Encoding: chunked, identity"], body: chunk(), is: 400),
        WireRow("something like chunks", chat, ["Transfer-Encoding: xchunked"], body: chunk(), is: 400),
        WireRow("chunks of HTTP/1.0", chat + " HTTP/1.0 ", [chunked], body: chunk(), is: 400),
        WireRow("a client that waits to be told to go on", chat, ["Expect: 100-continue"], body: question, is: 200),
    ]

    private static let heads: [WireRow] = [
        WireRow("a NUL in a field", models, ["X-A: b~c"], is: 400).replacing("~", with: [0]),
        WireRow("a control byte in a field", models, ["X-A: b~c"], is: 400).replacing("~", with: [1]),
        WireRow("a NUL in a name", models, ["X~A: b"], is: 400).replacing("~", with: [0]),
        WireRow("a return in a field", models, ["X-A: b~X-B: c"], is: 400).replacing("~", with: [13]),
        WireRow("bytes that are no UTF-8 in a field", models, ["X-A: ~"], is: 200).replacing("~", with: [0xFF, 0xC3]),
        WireRow("a space before the colon", models, ["X-A : b"], is: 400),
        WireRow("a line without a colon", models, ["X-A"], is: 400),
        WireRow("a field without a name", models, [": b"], is: 400),
        WireRow("a name that is none", models, ["X(A): b"], is: 400),
        WireRow("a line that goes on", models, ["X-A: b\r\n c"], is: 400),
        WireRow("a host that goes on", models, ["\(host)\r\n .evil.example"], is: 400),
        WireRow(
            "an empty line before", raw: "\r\nGET /healthz HTTP/1.1\r\n\(host)\r\nConnection: close\r\n\r\n", is: 200),
        WireRow("a space before", raw: " GET /healthz HTTP/1.1\r\n\(host)\r\n\r\n", is: 400),
        WireRow("HTTP/0.9", raw: "GET /healthz\r\n\r\n", is: 400), WireRow("HTTP/1.2", models + " HTTP/1.2 ", is: 400),
        WireRow("HTTP/2.0", models + " HTTP/2.0 ", is: 400), WireRow("http", models + " http/1.1 ", is: 400),
        WireRow("HTTP/11.1", models + " HTTP/11.1 ", is: 400), WireRow("ICE", models + " ICE/1.0 ", is: 400),
        WireRow("two spaces", "GET  /v1/models", is: 200),
        WireRow("the preface of HTTP/2", raw: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", is: 400),
        WireRow("the beginning of TLS", raw: "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{FC}\u{3}\u{3}", is: 400),
        WireRow("an upgrade", models, ["Connection: Upgrade, close", "Upgrade: h2c"], is: 200),
        WireRow("a long field", models, ["X-A: \(String(repeating: "x", count: 20 << 10))"], is: 400),
        WireRow("many fields", models, Array(repeating: "X-A: b", count: 200), is: 400),
        WireRow("a long head", models, (0..<90).map { "X-\($0): \(String(repeating: "x", count: 1_000))" }, is: 400),
        WireRow("a head that does not end", raw: "GET /healthz HTTP/1.1\r\n\(host)\r\n"),
        WireRow("nothing", raw: ""),
    ]

    private static let targets: [WireRow] = [
        WireRow("a path that goes up", "GET /v1/runs/../models", is: 404),
        WireRow("an escaped path that goes up", "GET /v1/runs/%2e%2e/models", is: 404),
        WireRow("an escaped letter", "GET /v1/%6Dodels", is: 404), WireRow("two slashes", "GET //v1/models", is: 404),
        WireRow("a slash behind", "GET /v1/models/", is: 404), WireRow("an escaped NUL", "GET /v1/models%00", is: 404),
        WireRow("an escaped line end", "GET /v1/models%0d%0aX-A:b", is: 404),
        WireRow("a backslash", #"GET /v1\models"#, is: 404), WireRow("no slash", "GET v1/models", is: 400),
        WireRow("a NUL", "GET /v1/models~", is: 400).replacing("~", with: [0]),
        WireRow("bytes that are no UTF-8", "GET /v1/models~", is: 400).replacing("~", with: [0xFF]),
        WireRow("a fragment", "GET /v1/models#a", is: 404),
        WireRow("something behind a question mark", "GET /v1/models?a=b", is: 200),
        WireRow("a long path", "GET /v1/\(String(repeating: "x", count: 3_000))", is: 414),
        WireRow("a long question", "GET /v1/models?\(String(repeating: "x", count: 3_000))", is: 414),
    ]

    private static let bodies: [WireRow] = [
        WireRow("half of an object", chat, body: "{", is: 400),
        WireRow("more than an object", chat, body: question + "}", is: 400),
        WireRow("a list", chat, body: "[]", is: 400), WireRow("a number", chat, body: "1e999", is: 400),
        WireRow("an empty body", chat, body: "", is: 400),
        WireRow("a mark before", chat, body: "\u{FEFF}" + question, is: 400),
        WireRow("a deep list", chat, body: String(repeating: "[", count: 100_000), is: 400),
        WireRow("a string that is no UTF-8", chat, body: question.replacing("Q", with: "~"), is: 400)
            .replacing("~", with: [0x80]),
        WireRow("a NUL in a string", chat, body: question.replacing("Q", with: "~"), is: 400).replacing("~", with: [0]),
        WireRow("half of a pair", chat, body: question.replacing("Q", with: #"\ud800"#), is: 400),
        WireRow("a long body", chat, body: String(repeating: " ", count: 1 << 20) + question, is: 413),
        WireRow("a body in another code", chat, ["Content-Encoding: gzip"], body: "\u{1F}\u{8B}", is: 400),
        WireRow("a line end in the model", chat, body: #"{"model":"a\r\nX-A: b","messages":[]}"#, is: 400),
        WireRow(
            "a line end in the question", chat, body: question.replacing("Q", with: #"Q\r\n\r\nHTTP/1.1 299 No"#),
            is: 200),
        WireRow("a deadline that is none", chat, ["X-Deadline-Ms: 1e3"], body: question, is: 400),
        WireRow("a negative deadline", chat, ["X-Deadline-Ms: -1"], body: question, is: 400),
    ]

    /// Several requests on one connection.
    private static let rows: [WireRow] = [
        WireRow("three at once", models, [goOn], is: 200, 200, 200)
            .followed(by: WireRow("", chat, [goOn], body: question)).followed(by: WireRow("", models)),
        WireRow("a good one and a bad one", models, [goOn], is: 200, 400).followed(by: WireRow("", raw: "BAD\r\n\r\n")),
        WireRow("a bad one and a good one", raw: "BAD\r\n\r\n", is: 400).followed(by: WireRow("", models)),
        WireRow(
            "a request in a body that is refused", chat, ["Content-Type: text/plain", goOn],
            body: "GET /healthz HTTP/1.1\r\n\(host)\r\n\r\n", is: 415),
        WireRow(
            "a request in a body that is too long", chat, ["Content-Length: 1048577", goOn],
            body: "GET /healthz HTTP/1.1\r\n\(host)\r\n\r\n", is: 413),
        WireRow(
            "a request behind both lengths", chat, ["Content-Length: 5", chunked, goOn],
            body: "0\r\n\r\nGET /healthz HTTP/1.1\r\n\(host)\r\n\r\n", is: 400),
        WireRow(
            "a request behind a code that is not known", chat, ["Transfer-Encoding: gzip, chunked", goOn],
            body: chunk() + "GET /healthz HTTP/1.1\r\n\(host)\r\n\r\n", is: 400),
        WireRow("a foreign host behind ours", models, [goOn], is: 200, 421)
            .followed(by: WireRow("", models, ["Host: evil.example"])),
        WireRow("no token behind one", models, [goOn], is: 200, 401).followed(
            by: WireRow("", models, ["Authorization:"])),
    ]
}
