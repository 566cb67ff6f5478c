internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTP1
internal import TuttiAgents
internal import TuttiCore
internal import TuttiJSON

/// Answers the requests that the guard lets in.
struct EnsembleResponder: HTTPResponder {
    let ensembles: [Ensemble]
    let hub: RunHub
    let repeats: RepeatedRequests
    let requestGuard: RequestGuard
    let clients: ClientWatch
    let feed: RunFeed
    let usage: UsageMeter
    /// The wall clock.
    let now: @Sendable () -> Timestamp
    let load: @Sendable () -> ServerLoad
    let metrics: (@Sendable (ServerLoad) -> String)?
    let observation: RequestObservation?

    func respond(to request: Request, context: Connection) async throws -> Response {
        let head = RequestHead(request.head)
        guard let observation else { return try await self.answer(request, head, context) }
        return try await observation.observe(request, head, context) { try await self.answer(request, head, context) }
    }

    private func answer(_ request: Request, _ head: RequestHead, _ context: Connection) async throws -> Response {
        do {
            let route = try self.requestGuard.route(head)
            context.note.route = route
            return try await self.respond(to: route, request, context)
        } catch let error as APIError {
            context.note.refusal = error.code
            var response = Response.refusing(error, as: APIDialect(head))
            // Its body may not have been read, and may never end.
            if head.hasBody {
                response.headers[.connection] = "close"
                context.closeSoon()
            }
            return response
        } catch let error as CancellationError {
            throw error
        } catch let error as HTTPParserError {
            // The body is not what its head said: nothing that follows on the connection can be trusted.
            throw error
        } catch {
            let error = APIError(500, "server_error", "internal_error", "the request could not be served")
            return .refusing(error, as: APIDialect(head))
        }
    }

    private func respond(to route: Route, _ request: Request, _ connection: Connection) async throws -> Response {
        switch route {
        case .health: return .json(["status": "ok"])
        case .readiness:
            let isReady = !self.hub.isRefusing
            return .json(["status": isReady ? "ready" : "stopping"], status: isReady ? 200 : 503)
        case .metrics:
            guard let metrics else { throw APIError.notFound("the path") }
            return .metrics(metrics(self.load()))
        case .models: return .json(RunEncoder.models(self.ensembles.map(\.name)))
        case .showModel(let name): return .json(RunEncoder.model(try self.ensemble(named: name).name))
        case .chatCompletions: return try await self.answer(request, as: ChatCompletionRequest.self, connection)
        case .responses: return try await self.answer(request, as: ResponsesRequest.self, connection)
        case .messages: return try await self.answer(request, as: MessagesRequest.self, connection)
        case .createRun: return try await self.createRun(request, connection)
        case .listRuns(let limit, let after):
            guard let page = self.hub.list(limit: limit, after: after.map { RunID($0) }) else { throw Self.unknownRun }
            return .json(RunEncoder.json(page.entries, hasMore: page.hasMore))
        case .showRun(let id):
            guard let entry = self.hub.entry(RunID(id)) else { throw Self.unknownRun }
            return .json(RunEncoder.json(entry, isFull: true))
        case .runEvents(let id): return try self.followRun(RunID(id), request, connection)
        case .cancelRun(let id):
            guard let entry = self.hub.cancel(RunID(id)) else { throw Self.unknownRun }
            return .json(RunEncoder.json(entry, isFull: false))
        case .allEvents: return self.followAllRuns(request, connection)
        case .usage: return .json(self.usage.json)
        case .page(let path): return try self.showPage(path, request)
        }
    }

    // MARK: Answers

    private func answer<Asked: AnswerRequest>(
        _ request: Request, as _: Asked.Type, _ connection: Connection
    ) async throws -> Response {
        let body = try await self.body(of: request)
        let asked = try Asked(parsing: body)
        let deadline = try RequestDeadline.parse(header: request.headers[.deadline])
        let ensemble = try self.ensemble(named: asked.model)
        let entry = try await self.begin(asked.question, by: ensemble, within: deadline, request, body, connection)
        let encoder = asked.encoder(run: entry.id, created: Int(entry.created.secondsSince1970))
        let reader = AnswerReader(entry, of: self.hub, asked.bounds)
        if !asked.isStreamed, let answer = reader.answerNow {
            return Self.wholeAnswer(answer, entry.id, encoder, Asked.dialect)
        }
        let follower = self.repeats.follow(entry.id, hasKey: request.headers.contains(.idempotencyKey))
        guard !asked.isStreamed else { return self.streamedAnswer(reader, entry.id, follower, encoder, connection) }
        return try await self.wholeAnswer(reader, entry.id, follower, encoder, Asked.dialect, connection)
    }

    private func wholeAnswer(
        _ reader: AnswerReader, _ run: RunID, _ follower: RunFollower, _ encoder: some AnswerEncoder,
        _ dialect: APIDialect, _ connection: Connection
    ) async throws -> Response {
        let outcome = try await self.clients.watch(connection.channel, onGone: { follower.go() }) {
            try await reader.whole()
        }
        follower.end()
        return Self.wholeAnswer(outcome, run, encoder, dialect)
    }

    private static func wholeAnswer(
        _ outcome: ChatOutcome, _ run: RunID, _ encoder: some AnswerEncoder, _ dialect: APIDialect
    ) -> Response {
        let headers: HTTPFields = .naming(run: run.description)
        guard outcome.answer != nil else { return .refusing(outcome.error, as: dialect, headers: headers) }
        return .json(encoder.whole(outcome), headers: headers)
    }

    private func streamedAnswer(
        _ reader: AnswerReader, _ run: RunID, _ follower: RunFollower, _ encoder: some AnswerEncoder,
        _ connection: Connection
    ) -> Response {
        .events(run: run) { writer in
            do {
                try await self.clients.cancelWhenGone(connection.channel) {
                    try await reader.stream(encoder) { text in try await writer.write(text) }
                }
                follower.end()
            } catch {
                follower.go()
                throw error
            }
        }
    }

    // MARK: Runs

    private func createRun(_ request: Request, _ connection: Connection) async throws -> Response {
        let body = try await self.body(of: request)
        let run = try RunRequest(parsing: body)
        let deadline = try RequestDeadline.parse(header: request.headers[.deadline]) ?? run.deadline
        let ensemble = try self.ensemble(named: run.model)
        let entry = try await self.begin(run.question, by: ensemble, within: deadline, request, body, connection)
        var headers: HTTPFields = [.location: "/v1/runs/\(entry.id)"]
        headers[.openAIRequestID] = entry.id.description
        return .json(RunEncoder.json(entry, isFull: false), status: 202, headers: headers)
    }

    private func followRun(_ run: RunID, _ request: Request, _ connection: Connection) throws -> Response {
        guard self.hub.entry(run) != nil else { throw Self.unknownRun }
        let last = try ServerSentEvent.lastEventID(request.headers[.lastEventID])
        connection.note.run = run
        return .events(run: run) { writer in
            try await self.clients.cancelWhenGone(connection.channel) {
                try await self.hub.forEachBatch(of: run, after: last) { events in
                    let text = events.map { ServerSentEvent.encoded($0) }.joined()
                    try await writer.write(text)
                }
            }
        }
    }

    // MARK: Parts

    /// Begins the run that a request asks for, or finds the one that it has asked for before.
    private func begin(
        _ question: Question, by ensemble: Ensemble, within deadline: Duration?, _ request: Request, _ body: [UInt8],
        _ connection: Connection
    ) async throws -> RunEntry {
        let client = RunClient(connection.channel, self.clients)
        func begin() async throws -> RunEntry {
            try await self.hub.begin(question, by: ensemble, within: deadline, for: client)
        }
        let entry: RunEntry
        if let key = try RequestKey(request.headers[.idempotencyKey], of: client.id) {
            let contents = RequestFingerprint(request.head.path ?? "", body)
            entry = try await self.repeats.run(of: key, contents, begin: begin)
        } else {
            entry = try await begin()
        }
        connection.note.run = entry.id
        return entry
    }

    private func body(of request: Request) async throws -> [UInt8] {
        let limit = self.requestGuard.maximumBodyBytes
        var request = request
        let body: ByteBuffer
        do {
            body = try await request.collectBody(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw APIError.tooLarge(limit: limit)
        }
        return Array(body.readableBytesView)
    }

    private func ensemble(named name: String?) throws(APIError) -> Ensemble {
        let found = name.map { name in self.ensembles.first { $0.name == name } } ?? self.ensembles.first
        guard let found else { throw .notFound("the model", code: "model_not_found", parameter: "model") }
        return found
    }

    private static let unknownRun = APIError.notFound("the run", code: "run_not_found")
}
