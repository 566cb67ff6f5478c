internal import TuttiModels

extension ConformanceSuite where Subject == TransportUnderTest {
    /// What every HTTP transport promises. Two rules wait for 0.3 s of the transport's time.
    public static var httpTransport: ConformanceSuite {
        ConformanceSuite(
            "HTTP transport",
            [
                "a response comes back with its status, its header fields and its whole body": { subject in
                    let body = String(repeating: "0123456789 é\r\n\n", count: 1_000)
                    let response = try await subject.get(.answers(status: 200, body: body))
                    try Violation.unless("the status", response.status, is: 200)
                    try Violation.unless("the header field `X-Test`", response.headers["X-Test"], is: "yes")
                    let (text, error) = try await read(response.body)
                    try Violation.unless("the body", text, is: body)
                    try Violation.unless("the error at its end", error, is: nil)
                },
                "a status that is no success is an answer": { subject in
                    for status in [404, 429, 500] {
                        let response = try await subject.get(.answers(status: status, body: "why"))
                        try Violation.unless("the status", response.status, is: status)
                        try Violation.unless("the body", try await read(response.body).text, is: "why")
                    }
                },
                "a redirect is an answer, not followed": { subject in
                    let response = try await subject.get(.answers(status: 302, body: ""))
                    try Violation.unless("the status", response.status, is: 302)
                },
                "a body that is cut gives what had come, then the break": { subject in
                    let (text, error) = try await read(subject.get(.isCut(body: "so far")).body)
                    try Violation.unless("the body", text, is: "so far")
                    try Violation.unless("the code of the error", error?.code, is: .disconnected)
                },
                "nobody listening is refused": { subject in
                    try await subject.unlessFails(.refused) { try await subject.get(.isNotThere) }
                },
                "silence before the head and in the body is over after the idle time": { subject in
                    try await subject.unlessFails(.idle) {
                        try await subject.get(.isSilent, idleTimeout: .milliseconds(300))
                    }
                    // On a busy machine even the head may come too late, to the same end.
                    try await subject.unlessFails(.idle) {
                        let response = try await subject.get(.stalls(body: "so far"), idleTimeout: .milliseconds(300))
                        if let error = try await read(response.body).error { throw error }
                    }
                },
                "the time of the whole request is kept, also when it is none": { subject in
                    for timeout in [Duration.zero, .milliseconds(300)] {
                        try await subject.unlessFails(.timeout) { try await subject.get(.isSilent, timeout: timeout) }
                    }
                },
                "an address that is none is refused": { subject in
                    for url in ["", "nonsense", "ftp://127.0.0.1/", "http://", "http://[::1"] {
                        try await subject.unlessFails(.invalidRequest) {
                            try await subject.transport.send(HTTPTransportRequest(method: "GET", url: url))
                        }
                    }
                },
                "a header field that could smuggle another is refused, and its value not repeated": { subject in
                    let url = try await subject.start(.answers(status: 200, body: ""))
                    let request = HTTPTransportRequest(method: "GET", url: url, headers: ["x-api-key": "se\r\ncret: x"])
                    let error = try await subject.unlessFails(.invalidRequest) {
                        try await subject.transport.send(request)
                    }
                    try Violation.unless(
                        !error.message.contains("cret"), "the error repeats the value: \(error.message)")
                },
                "a task that is cancelled sends nothing": { subject in
                    let url = try await subject.start(.answers(status: 200, body: ""))
                    let before = await subject.requestCount()
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            withUnsafeCurrentTask { $0?.cancel() }
                            try await Violation.unlessThrown(CancellationError.self, by: "a cancelled task's send") {
                                _ = try await subject.transport.send(HTTPTransportRequest(method: "GET", url: url))
                            }
                        }
                        try await group.waitForAll()
                    }
                    try Violation.unless("the number of requests", await subject.requestCount(), is: before)
                },
            ])
    }
}

/// The body, and the error that ended it.
private func read(_ body: HTTPBody) async throws -> (text: String, error: HTTPTransportError?) {
    var bytes: [UInt8] = []
    do {
        for try await chunk in body {
            try Violation.unless(!chunk.isEmpty, "a piece of the body is empty")
            bytes += chunk
        }
    } catch let error as HTTPTransportError {
        return (String(decoding: bytes, as: UTF8.self), error)
    }
    return (String(decoding: bytes, as: UTF8.self), nil)
}

extension TransportUnderTest {
    @discardableResult
    fileprivate func get(
        _ exchange: Exchange, timeout: Duration? = nil, idleTimeout: Duration? = nil
    ) async throws -> HTTPTransportResponse {
        let url = try await self.start(exchange)
        return try await self.transport.send(
            HTTPTransportRequest(method: "GET", url: url, timeout: timeout, idleTimeout: idleTimeout))
    }

    /// Throws when a call does not fail with this code; returns the error.
    @discardableResult
    fileprivate func unlessFails<Value>(
        _ code: HTTPTransportError.Code, _ call: () async throws -> Value
    ) async throws(Violation) -> HTTPTransportError {
        let error = try await Violation.unlessThrown(HTTPTransportError.self, by: "the request") {
            _ = try await call()
        }
        try Violation.unless("the code of the error", error.code, is: code)
        return error
    }
}
