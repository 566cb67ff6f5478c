/// One call of a model: pulls bytes, parses, decodes, and hands out one event at a time.
///
/// Used by one reader, so it needs no lock; the pull that fails drops the body, which closes the connection.
final class ModelCall<Decoder: ModelStreamDecoder> {
    private enum State {
        case idle
        case reading(HTTPBody)
        case ended
    }

    private let endpoint: ModelEndpoint
    private let transport: any HTTPTransport
    private let wireRequest: HTTPTransportRequest
    private let readFailure: @Sendable (_ status: Int, _ body: [UInt8]) -> ProviderFailure
    private var decoder: Decoder
    private var state = State.idle
    private var parser = ServerSentEventParser()
    private var record: StreamRecord
    private var hasText = false
    /// Whether the provider may have begun to work, and charges for it.
    private var mayBeBilled = false
    /// Decoded and not yet handed out: the pieces of one server-sent event at most.
    private var pending: ArraySlice<ModelStreamEvent> = []

    init(
        _ request: ModelRequest, wireRequest: HTTPTransportRequest, decoder: Decoder, endpoint: ModelEndpoint,
        transport: any HTTPTransport, readFailure: @escaping @Sendable (Int, [UInt8]) -> ProviderFailure
    ) {
        self.record = StreamRecord(request)
        self.wireRequest = wireRequest
        self.decoder = decoder
        self.endpoint = endpoint
        self.transport = transport
        self.readFailure = readFailure
    }

    func next() async throws -> ModelStreamEvent? {
        if let event = self.pending.popFirst() { return event }
        if case .ended = self.state { return nil }
        do {
            try Task.checkCancellation()
            while self.pending.isEmpty { try await self.readMore() }
            return self.pending.popFirst()
        } catch {
            self.state = .ended
            throw self.describe(error)
        }
    }

    // MARK: Reading

    /// Decodes the next event that is there, or pulls the next bytes.
    private func readMore() async throws {
        guard case .reading(var body) = self.state else {
            self.state = .reading(try await self.open())
            return
        }
        if let event = try self.parser.next() {
            try self.take(self.decoder.decode(event))
            if self.decoder.isComplete { self.complete(body) }
        } else if let chunk = try await body.next() {
            self.parser.append(chunk)
        } else {
            let hint = self.endpoint.advice(for: .truncated)
            throw ModelError(
                .truncated, "\(self.endpoint.label) ended the stream before \(self.decoder.whatIsMissing). \(hint)")
        }
    }

    private func take(_ events: [ModelStreamEvent]) throws {
        for event in events {
            if case .text = event { self.hasText = true }
            guard self.record.note(event) else {
                throw StreamFailure.malformed("an answer of more than \(StreamRecord.maximumText >> 20) MiB")
            }
        }
        self.pending += events
    }

    /// Tells the tokens, then the end; the connection may serve the next call.
    private func complete(_ body: HTTPBody) {
        self.state = .ended
        body.finish()
        if let usage = self.record.missingUsage { self.pending.append(.usage(usage)) }
        self.pending.append(.finished(self.decoder.finishReason ?? .stop))
    }

    /// Sends the request; returns the body of a stream, throws for everything else.
    private func open() async throws -> HTTPBody {
        let response: HTTPTransportResponse
        do { response = try await self.transport.send(self.wireRequest) } catch {
            self.mayBeBilled = (error as? HTTPTransportError)?.mayHaveArrived ?? true
            throw error
        }
        let type = response.headers["content-type"]?.lowercased() ?? ""
        let isOther = type.hasPrefix("application/json") || type.hasPrefix("text/html")
        guard (200..<300).contains(response.status), !isOther else {
            let body = await response.body.prefix(64 << 10)
            try Task.checkCancellation()
            guard !(200..<300).contains(response.status) else { throw self.notAStream(type, body) }
            let advice = RetryAdvice(response.headers, now: response.receivedAt)
            throw self.readFailure(response.status, body).error(for: self.endpoint, retry: advice)
        }
        self.mayBeBilled = true
        return response.body
    }

    /// A 200 that is no stream: an error object in disguise, or a page of some other server.
    private func notAStream(_ type: String, _ body: [UInt8]) -> any Error {
        let failure = self.readFailure(200, body)
        guard failure.words.isEmpty else {
            return StreamFailure.provider(ProviderFailure(status: nil, words: failure.words, message: failure.message))
        }
        return StreamFailure.malformed("\(type) instead of a stream of events")
    }

    // MARK: Errors

    private func describe(_ error: any Error) -> ModelError {
        var described = self.classify(error)
        // What was refused before it began costs nothing.
        described.partial =
            self.mayBeBilled ? self.record.partial(finishReason: self.decoder.finishReason) : nil
        return self.endpoint.sign(described)
    }

    private func classify(_ error: any Error) -> ModelError {
        // Whatever the connection reports while the task is being cancelled is a consequence of that.
        if Task.isCancelled || error is CancellationError {
            return ModelError(.cancelled, "The call of \(self.endpoint.label) was cancelled.")
        }
        switch error {
        case let error as ModelError: return error
        case let error as StreamFailure: return self.endpoint.error(for: error)
        case let error as HTTPTransportError: return self.endpoint.error(for: error, hasText: self.hasText)
        case let error as ServerSentEventError:
            return self.endpoint.error(for: .malformed("an event of more than \(error.limit) bytes"))
        default:
            return self.endpoint.error(
                for: HTTPTransportError(.other, String(describing: error)), hasText: self.hasText)
        }
    }
}
