internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Response {
    /// What a browser may do with the page: run and show what comes from here, and nothing else.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'"

    /// A file of the page.
    ///
    /// - Parameter known: `If-None-Match`: the tags of what the browser has.
    static func page(_ file: PageFile, known: String?) -> Response {
        var fields: HTTPFields = [.eTag: file.tag, .cacheControl: "no-cache", .xContentTypeOptions: "nosniff"]
        fields[.contentSecurityPolicy] = Self.policy
        fields[named: "referrer-policy"] = "no-referrer"
        fields[named: "cross-origin-opener-policy"] = "same-origin"
        fields[named: "cross-origin-resource-policy"] = "same-origin"
        if (known ?? "").split(separator: ",").contains(where: { $0.drop { $0 == " " }.hasSuffix(file.tag) }) {
            return Response(status: .notModified, headers: fields)
        }
        fields[.contentType] = file.contentType
        return Response(status: .ok, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }

    /// The stream of all runs.
    static func feed(_ body: @escaping @Sendable (BodyWriter) async throws -> Void) -> Response {
        var fields = Self.safe([:], "text/event-stream")
        // What a proxy collects comes too late.
        fields[named: "x-accel-buffering"] = "no"
        return Response(
            status: .ok, headers: fields,
            body: ResponseBody { writer in
                try await body(BodyWriter(writer))
                try await writer.finish(nil)
            })
    }
}
