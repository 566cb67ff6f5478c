internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import TuttiCore
internal import TuttiJSON

extension Response {
    /// One JSON document.
    static func json(_ value: JSONValue, status: Int = 200, headers: HTTPFields = [:]) -> Response {
        var fields = Self.safe(headers)
        fields[.contentType] = "application/json"
        var text = value.serializedBytes()
        text.append(0x0A)
        return Response(
            status: .init(code: status), headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: text)))
    }

    /// Why a request is not served, in the form that its client knows.
    static func refusing(_ error: APIError, as dialect: APIDialect, headers: HTTPFields = [:]) -> Response {
        var fields = headers
        for (name, value) in error.headers { fields[named: name] = value }
        return .json(error.json(for: dialect), status: error.status, headers: fields)
    }

    /// The text of Prometheus, version 0.0.4.
    static func metrics(_ text: String) -> Response {
        var fields = Self.safe([:])
        fields[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
        return Response(status: .ok, headers: fields, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// A stream of events.
    static func events(
        run: RunID, _ body: @escaping @Sendable (BodyWriter) async throws -> Void
    ) -> Response {
        var fields = Self.safe(.naming(run: run.description))
        fields[.contentType] = "text/event-stream"
        return Response(
            status: .ok, headers: fields,
            body: ResponseBody { writer in
                try await body(BodyWriter(writer))
                try await writer.finish(nil)
            })
    }

    static func safe(_ headers: HTTPFields) -> HTTPFields {
        var headers = headers
        headers[.cacheControl] = "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        return headers
    }
}
