/// The names of spans and attributes, all in one place: those of OpenTelemetry's conventions for generative models are not
/// stable yet (v0.1.0), and what they have no name for is ours, under `tutti.`.
package enum TraceNames {
    // MARK: Operations, which begin the names of spans

    static let invokeWorkflow = "invoke_workflow"
    static let invokeAgent = "invoke_agent"
    static let chat = "chat"
    /// Ours: an attempt of an agent that had several.
    static let attempt = "attempt"

    // MARK: Generative models

    static let operation = "gen_ai.operation.name"
    static let agentName = "gen_ai.agent.name"
    static let provider = "gen_ai.provider.name"
    static let requestModel = "gen_ai.request.model"
    static let requestMaximumTokens = "gen_ai.request.max_tokens"
    static let requestSeed = "gen_ai.request.seed"
    static let requestStream = "gen_ai.request.stream"
    static let requestStop = "gen_ai.request.stop_sequences"
    static let finishReasons = "gen_ai.response.finish_reasons"
    static let timeToFirstChunk = "gen_ai.response.time_to_first_chunk"
    static let inputTokens = "gen_ai.usage.input_tokens"
    static let outputTokens = "gen_ai.usage.output_tokens"
    static let cachedTokens = "gen_ai.usage.cache_read.input_tokens"

    // MARK: HTTP, servers, errors

    static let method = "http.request.method"
    static let route = "http.route"
    static let statusCode = "http.response.status_code"
    static let clientAddress = "client.address"
    static let serverAddress = "server.address"
    static let serverPort = "server.port"
    static let errorType = "error.type"
    static let serviceName = "service.name"
    static let serviceVersion = "service.version"

    // MARK: Ours

    static let run = "tutti.run.id"
    static let runStatus = "tutti.run.status"
    static let runDeadline = "tutti.run.deadline_ms"
    static let firstText = "tutti.run.first_text_ms"
    static let cost = "tutti.cost_usd"
    static let agentStatus = "tutti.agent.status"
    static let agentAttempts = "tutti.agent.attempts"
    static let agentAbandoned = "tutti.agent.abandoned"
    static let agentHedges = "tutti.agent.hedges"
    static let agentFallback = "tutti.agent.fallback"
    static let agentSkipReason = "tutti.agent.skip_reason"
    static let agentBudget = "tutti.agent.budget_ms"
    static let agentMissing = "tutti.agent.missing_inputs"
    static let agentChosenBy = "tutti.agent.chosen_by"
    static let agentSpeculative = "tutti.agent.speculative"
    static let attemptNumber = "tutti.attempt"
    static let attemptHedge = "tutti.attempt.hedge"
    static let callOutcome = "tutti.model.outcome"
    static let usageEstimated = "tutti.usage.estimated"
    static let retryIn = "tutti.retry_in_ms"
    static let waited = "tutti.waited_ms"
    static let age = "tutti.cache.age_ms"
    static let missed = "tutti.events_missed"
    static let spansLeftOut = "tutti.spans_left_out"

    // MARK: Events of spans, ours

    static let attemptFailed = "tutti.attempt_failed"
    static let attemptAbandoned = "tutti.attempt_abandoned"
    static let lateResult = "tutti.late_result"
    static let limitWaited = "tutti.limit_waited"
    static let cacheAnswered = "tutti.cache_answered"
    static let eventsMissed = "tutti.events_missed"

    /// Every attribute that a span may have, for the documentation.
    package static let attributes = [
        operation, agentName, provider, requestModel, requestMaximumTokens, requestSeed, requestStream, requestStop,
        finishReasons, timeToFirstChunk, inputTokens, outputTokens, cachedTokens, method, route, statusCode,
        clientAddress, serverAddress, serverPort, errorType, run, runStatus, runDeadline, firstText, cost, agentStatus,
        agentAttempts, agentAbandoned, agentHedges, agentFallback, agentSkipReason, agentBudget, agentMissing,
        agentChosenBy, agentSpeculative, attemptNumber, attemptHedge, callOutcome, usageEstimated, spansLeftOut,
    ]
}
