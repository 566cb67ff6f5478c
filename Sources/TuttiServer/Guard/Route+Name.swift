extension Route {
    /// What stands for a path that is none of ours, in logs and metrics.
    package static let unknownName = "unknown"

    /// The pattern of the path: what logs and metrics call it by, never what the client sent.
    package var name: String {
        switch self {
        case .health: "/healthz"
        case .readiness: "/readyz"
        case .metrics: "/metrics"
        case .models: "/v1/models"
        case .showModel: "/v1/models/{id}"
        case .chatCompletions: "/v1/chat/completions"
        case .responses: "/v1/responses"
        case .messages: "/v1/messages"
        case .allEvents: "/v1/events"
        case .usage: "/v1/usage"
        // One of few files.
        case .page(let path): path
        case .createRun, .listRuns: "/v1/runs"
        case .showRun, .cancelRun: "/v1/runs/{id}"
        case .runEvents: "/v1/runs/{id}/events"
        }
    }

    /// Whether the request asks for a run.
    package var beginsRun: Bool {
        switch self {
        case .chatCompletions, .responses, .messages, .createRun: true
        case .health, .readiness, .metrics, .models, .showModel, .listRuns, .showRun, .cancelRun, .runEvents,
            .allEvents, .usage, .page:
            false
        }
    }

    /// Whether only those ask for it who watch the server itself, and again and again.
    package var isProbe: Bool { self == .health || self == .readiness || self == .metrics }
}
