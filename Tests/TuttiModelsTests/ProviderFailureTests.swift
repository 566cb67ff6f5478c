import Testing
import TuttiModels

@Suite struct ProviderFailureTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var status: Int
        var body: String
        var code: ModelError.Code

        init(_ status: Int, _ body: String, _ code: ModelError.Code) {
            self.status = status
            self.body = body
            self.code = code
        }

        var testDescription: String { "\(self.status) \(self.body.prefix(80))" }
    }

    private static func openAI(_ type: String, _ code: String = "null", _ message: String = "m") -> String {
        #"{"error":{"message":"\#(message)","type":"\#(type)","param":null,"code":\#(code)}}"#
    }

    private static func anthropic(_ type: String, _ message: String = "m", _ details: String = "null") -> String {
        #"{"type":"error","error":{"type":"\#(type)","message":"\#(message)","details":\#(details)}}"#
    }

    static let openAICases = [
        Case(429, openAI("requests", #""rate_limit_exceeded""#), .rateLimited),
        Case(429, openAI("insufficient_quota", #""insufficient_quota""#), .quotaExceeded),
        Case(429, openAI("billing", #""credit_balance_exhausted""#), .quotaExceeded),
        Case(429, "", .rateLimited), Case(402, "", .quotaExceeded), Case(429, "<html>busy</html>", .rateLimited),
        Case(401, openAI("invalid_request_error", #""invalid_api_key""#), .unauthorized),
        Case(401, openAI("invalid_request_error"), .unauthorized), Case(403, "", .unauthorized),
        Case(404, openAI("invalid_request_error", #""model_not_found""#), .notFound), Case(404, "nope", .notFound),
        Case(404, #"{"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}"#, .notFound),
        Case(400, openAI("invalid_request_error", #""context_length_exceeded""#), .contextTooLong),
        Case(400, #"{"error":{"code":400,"message":"m","type":"exceed_context_size_error"}}"#, .contextTooLong),
        Case(400, openAI("BadRequestError", "400", "This model's maximum context length is 1"), .contextTooLong),
        Case(400, openAI("invalid_request_error", #""content_policy_violation""#), .refused),
        Case(400, openAI("invalid_request_error"), .invalidRequest), Case(422, "", .invalidRequest),
        Case(400, #"{"error":"no such thing"}"#, .invalidRequest), Case(413, "", .contextTooLong),
        Case(500, openAI("server_error"), .serverError), Case(502, "<html>", .serverError), Case(504, "", .serverError),
        Case(503, #"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#, .overloaded),
        Case(503, "", .overloaded), Case(529, Self.openAI("server_error"), .overloaded), Case(408, "", .timedOut),
        Case(409, "", .serverError),
        Case(301, "", .misconfigured), Case(418, "[]", .invalidRequest), Case(500, "{\"error\":[]}", .serverError),
    ]

    static let anthropicCases = [
        Case(429, anthropic("rate_limit_error"), .rateLimited),
        Case(
            429, anthropic("rate_limit_error", "m", #"{"error_code":"enforced_spend_limit_reached"}"#), .quotaExceeded),
        Case(400, anthropic("invalid_request_error", "Your credit balance is too low to go on"), .quotaExceeded),
        Case(402, anthropic("billing_error"), .quotaExceeded), Case(403, anthropic("permission_error"), .unauthorized),
        Case(401, anthropic("authentication_error", "invalid x-api-key"), .unauthorized),
        Case(404, anthropic("not_found_error"), .notFound), Case(413, anthropic("request_too_large"), .contextTooLong),
        Case(400, anthropic("invalid_request_error", "prompt is too long: 9 > 8"), .contextTooLong),
        Case(400, anthropic("invalid_request_error"), .invalidRequest), Case(500, anthropic("api_error"), .serverError),
        Case(529, anthropic("overloaded_error"), .overloaded), Case(504, anthropic("timeout_error"), .timedOut),
        Case(529, "", .overloaded), Case(500, "not json", .serverError),
    ]

    @Test(arguments: Self.openAICases) func `an answer of OpenAI or a server like it has its class`(row: Case) {
        #expect(OpenAIErrorMapping.failure(status: row.status, body: Array(row.body.utf8)).code == row.code)
    }

    @Test(arguments: Self.anthropicCases) func `an answer of Anthropic has its class`(row: Case) {
        #expect(AnthropicErrorMapping.failure(status: row.status, body: Array(row.body.utf8)).code == row.code)
    }

    @Test func `the classes that can pass by themselves are these`() {
        let transient: [ModelError.Code] = [
            .rateLimited, .overloaded, .serverError, .truncated, .connectionFailed, .timedOut, .malformedResponse,
        ]
        let permanent: [ModelError.Code] = [
            .quotaExceeded, .unauthorized, .invalidRequest, .contextTooLong, .notFound, .refused, .cancelled,
            .misconfigured,
        ]
        #expect(transient.filter(\.isTransient) == transient)
        #expect(permanent.filter(\.isTransient).isEmpty)
    }
}
