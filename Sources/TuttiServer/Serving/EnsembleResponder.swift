internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import TuttiAgents
internal import TuttiCore
internal import TuttiJSON

/// Answers the requests that the guard lets in.
struct EnsembleResponder: HTTPResponder {
    let ensembles: [Ensemble]
    let hub: RunHub
    let requestGuard: RequestGuard
    let clients: ClientWatch
    let metrics: (@Sendable () -> String)?
    let observation: RequestObservation?

    func respond(to request: Request, context: Connection) async throws -> Response {
        guard let observation else { return try await self.answer(request, context) }
        return try await observation.observe(request, context) { try await self.answer(request, context) }
    }

    private func answer(_ request: Request, _ context: Connection) async throws -> Response {
        let head = RequestHead(request.head)
        do {
            let route = try self.requestGuard.route(head)
            context.note.route = route
            return try await self.respond(to: route, request, context)
        } catch let error as APIError {
            context.note.refusal = error.code
            var response = Response.refusing(error)
            // Its body may not have been read, and may never end.
            if head.hasBody {
                response.headers[.connection] = "close"
                context.closeSoon()
            }
            return response
        } catch let error as CancellationError {
            throw error
        } catch {
            return .refusing(APIError(500, "server_error", "internal_error", "the request could not be served"))
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
            return .metrics(metrics())
        case .models: return .json(RunEncoder.models(self.ensembles.map(\.name)))
        case .chatCompletions: return try await self.completeChat(request, connection)
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
        }
    }

    // MARK: Chat

    private func completeChat(_ request: Request, _ connection: Connection) async throws -> Response {
        var request = request
        let chat = try ChatCompletionRequest(parsing: try await self.body(of: &request, connection))
        let deadline = try RequestDeadline.parse(header: request.headers[named: "x-deadline-ms"])
        let entry = try await self.hub.begin(
            chat.question, by: try self.ensemble(named: chat.model), within: deadline)
        let encoder = ChatCompletionEncoder(
            run: entry.id, model: chat.model, created: Int(entry.created.secondsSince1970),
            includesUsage: chat.includesUsage)
        guard chat.isStreamed else { return try await self.wholeChat(chat, entry.id, encoder, connection) }
        return self.streamedChat(chat, entry.id, encoder, connection)
    }

    private func wholeChat(
        _ chat: ChatCompletionRequest, _ run: RunID, _ encoder: ChatCompletionEncoder, _ connection: Connection
    ) async throws -> Response {
        let report = try await self.clients.watch(connection.channel, onGone: { _ = self.hub.cancel(run) }) {
            try await self.hub.report(of: run)
        }
        let headers: HTTPFields = .naming(run: run.description)
        guard let report else { throw ChatOutcome.failed }
        var outcome = ChatOutcome(report)
        guard let text = outcome.answer else {
            return .json(outcome.error.json, status: outcome.error.status, headers: headers)
        }
        var stop = StopSequences(chat.stop)
        let shown = stop.pass(text) + stop.finish()
        if stop.isMatched { outcome.finishReason = .stop }
        return .json(encoder.completion(shown, outcome), headers: headers)
    }

    private func streamedChat(
        _ chat: ChatCompletionRequest, _ run: RunID, _ encoder: ChatCompletionEncoder, _ connection: Connection
    ) -> Response {
        let stream = ChatCompletionStream(run, of: self.hub, encoder, stop: chat.stop)
        return .events(run: run, to: connection) { writer in
            do {
                try await self.clients.cancelWhenGone(connection.channel) {
                    try await stream.send { text in try await writer.write(text) }
                }
            } catch {
                _ = self.hub.cancel(run)
                throw error
            }
        }
    }

    // MARK: Runs

    private func createRun(_ request: Request, _ connection: Connection) async throws -> Response {
        var request = request
        let run = try RunRequest(parsing: try await self.body(of: &request, connection))
        let deadline = try RequestDeadline.parse(header: request.headers[named: "x-deadline-ms"]) ?? run.deadline
        let entry = try await self.hub.begin(run.question, by: try self.ensemble(named: run.model), within: deadline)
        var headers: HTTPFields = [.location: "/v1/runs/\(entry.id)"]
        headers[named: "x-request-id"] = entry.id.description
        return .json(RunEncoder.json(entry, isFull: false), status: 202, headers: headers)
    }

    private func followRun(_ run: RunID, _ request: Request, _ connection: Connection) throws -> Response {
        guard self.hub.entry(run) != nil else { throw Self.unknownRun }
        let last = try ServerSentEvent.lastEventID(request.headers[named: "last-event-id"])
        return .events(run: run, to: connection) { writer in
            try await self.clients.cancelWhenGone(connection.channel) {
                try await self.hub.forEachBatch(of: run, after: last) { events in
                    let text = events.map { ServerSentEvent.encoded($0) }.joined()
                    try await writer.write(text)
                }
            }
        }
    }

    // MARK: Parts

    private func body(of request: inout Request, _ connection: Connection) async throws -> [UInt8] {
        let limit = self.requestGuard.maximumBodyBytes
        var (reading, body) = (request, ByteBuffer())
        do {
            body = try await connection.withinLimit { try await reading.collectBody(upTo: limit) }
        } catch is NIOTooManyBytesError {
            throw APIError.tooLarge(limit: limit)
        }
        request = reading
        return Array(body.readableBytesView)
    }

    private func ensemble(named name: String?) throws(APIError) -> Ensemble {
        let found = name.map { name in self.ensembles.first { $0.name == name } } ?? self.ensembles.first
        guard let found else { throw .notFound("the model", code: "model_not_found", parameter: "model") }
        return found
    }

    private static let unknownRun = APIError.notFound("the run", code: "run_not_found")
}
