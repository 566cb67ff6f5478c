internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import TuttiCore
internal import TuttiJSON

extension Response {
    /// One JSON document.
    static func json(_ value: JSONValue, status: Int = 200, headers: HTTPFields = [:]) -> Response {
        .json(JSONText(value), status: status, headers: headers)
    }

    /// One JSON document, and the end of its line.
    static func json(_ text: JSONText, status: Int = 200, headers: HTTPFields = [:]) -> Response {
        var body = ByteBuffer()
        body.reserveCapacity(text.bytes.count + 1)
        body.writeBytes(text.bytes)
        body.writeInteger(UInt8(ascii: "\n"))
        return Response(
            status: .init(code: status), headers: Self.safe(headers, "application/json"), body: .init(byteBuffer: body))
    }

    /// Why a request is not served, in the form that its client knows.
    static func refusing(_ error: APIError, as dialect: APIDialect, headers: HTTPFields = [:]) -> Response {
        var fields = headers
        for (name, value) in error.headers { fields[named: name] = value }
        return .json(error.json(for: dialect), status: error.status, headers: fields)
    }

    /// The text of Prometheus, version 0.0.4.
    static func metrics(_ text: String) -> Response {
        Response(
            status: .ok, headers: Self.safe([:], "text/plain; version=0.0.4; charset=utf-8"),
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// A stream of events.
    static func events(
        run: RunID, _ body: @escaping @Sendable (BodyWriter) async throws -> Void
    ) -> Response {
        Response(
            status: .ok, headers: Self.safe(.naming(run: run.description), "text/event-stream"),
            body: ResponseBody { writer in
                try await body(BodyWriter(writer))
                try await writer.finish(nil)
            })
    }

    /// The fields with what every response says that is not a file: nobody is to keep it, or to take it for another type.
    static func safe(_ headers: HTTPFields, _ contentType: String) -> HTTPFields {
        var fields = headers
        fields[.contentType] = contentType
        fields[.cacheControl] = "no-store"
        fields[.xContentTypeOptions] = "nosniff"
        return fields
    }
}
