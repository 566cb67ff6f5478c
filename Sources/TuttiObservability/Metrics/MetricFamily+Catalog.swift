extension MetricFamily {
    // MARK: Runs

    static let runDuration = MetricFamily(
        .histogram, "tutti_run_duration_seconds", ["ensemble", "status"], "Time from the start to the end of a run.")
    static let firstText = MetricFamily(
        .histogram, "tutti_run_first_text_seconds", ["ensemble"],
        "Time from the start of a run to the first text of its answer, of runs that streamed one.")
    static let running = MetricFamily(.gauge, "tutti_runs_running", ["ensemble"], "Runs that have not ended.")
    static let refusedRuns = MetricFamily(
        .counter, "tutti_runs_refused_total", ["reason"], "Requests for a run that was not begun, by the error's code.")

    // MARK: Agents

    static let agentDuration = MetricFamily(
        .histogram, "tutti_agent_duration_seconds", ["ensemble", "agent", "status"],
        "Time from the start to the end of an agent that was asked.")
    static let agentOutcomes = MetricFamily(
        .counter, "tutti_agent_outcomes_total", ["ensemble", "agent", "status"], "Agents that have ended, by how.")
    static let agentSkips = MetricFamily(
        .counter, "tutti_agent_skipped_total", ["ensemble", "agent", "reason"],
        "Agents that were not asked, or stopped because nobody needed them, by why.")
    static let attempts = MetricFamily(
        .counter, "tutti_agent_attempts_total", ["ensemble", "agent"], "Attempts that were started.")
    static let retries = MetricFamily(
        .counter, "tutti_agent_retries_total", ["ensemble", "agent"],
        "Failed attempts that were followed by another one.")
    static let hedges = MetricFamily(
        .counter, "tutti_agent_hedges_total", ["ensemble", "agent"], "Attempts that joined a slow one.")
    static let abandoned = MetricFamily(
        .counter, "tutti_agent_abandoned_total", ["ensemble", "agent"],
        "Attempts that did not stop when told and were left behind.")
    static let lateResults = MetricFamily(
        .counter, "tutti_agent_late_results_total", ["ensemble", "agent"],
        "Attempts that ended after their agent had, while the run went on.")
    static let fallbacks = MetricFamily(
        .counter, "tutti_agent_fallbacks_total", ["ensemble", "agent"], "Agents whose fallback stood in for them.")
    static let limitWaits = MetricFamily(
        .counter, "tutti_agent_limit_waits_total", ["ensemble", "agent"], "Starts that had to wait for a limit.")
    static let limitWaitTime = MetricFamily(
        .counter, "tutti_agent_limit_wait_seconds_total", ["ensemble", "agent"], "Time that starts waited for a limit.")
    static let cacheAnswers = MetricFamily(
        .counter, "tutti_agent_cache_answers_total", ["ensemble", "agent", "age"],
        "Attempts that a cache answered: fresh, or stale because the agent failed.")
    static let tokens = MetricFamily(
        .counter, "tutti_agent_tokens_total", ["ensemble", "agent", "direction"], "Tokens that models read and wrote.")
    static let cost = MetricFamily(
        .counter, "tutti_agent_cost_dollars_total", ["ensemble", "agent"], "Money that agents spent, in US dollars.")
    static let missedEvents = MetricFamily(
        .counter, "tutti_events_dropped_total", ["ensemble"],
        "Events of runs that were dropped because their reader was too slow.")

    // MARK: Models

    static let callDuration = MetricFamily(
        .histogram, "tutti_model_call_duration_seconds", ["model", "outcome"],
        "Time from asking a provider to the end of its answer.")
    static let callFirstText = MetricFamily(
        .histogram, "tutti_model_call_first_text_seconds", ["model"],
        "Time from asking a provider to the first text of its answer.")
    static let callTokens = MetricFamily(
        .counter, "tutti_model_tokens_total", ["model", "direction"], "Tokens as the providers counted them.")
    static let callFailures = MetricFamily(
        .counter, "tutti_model_call_failures_total", ["model", "error"], "Calls that failed, by the class of the error."
    )

    // MARK: Providers

    static let providerInFlight = MetricFamily(
        .gauge, "tutti_provider_calls_in_flight", ["provider"], "Calls under way.")
    static let providerConcurrency = MetricFamily(
        .gauge, "tutti_provider_concurrency_limit", ["provider"],
        "Calls that may be under way at the same moment, as they have gone so far.")
    static let providerWaiting = MetricFamily(
        .gauge, "tutti_provider_calls_waiting", ["provider"], "Calls that wait for their turn.")
    static let providerQueueLimit = MetricFamily(
        .gauge, "tutti_provider_queue_limit", ["provider"], "The most calls that may wait.")
    static let providerRate = MetricFamily(
        .gauge, "tutti_provider_rate_limit", ["provider"],
        "Calls a second that the provider is known to grant; no series while nothing is known.")
    static let providerClosed = MetricFamily(
        .gauge, "tutti_provider_closed_seconds", ["provider"], "Time for which the provider wants nobody to call.")
    static let providerCircuit = MetricFamily(
        .gauge, "tutti_provider_circuit_open", ["provider"],
        "1 while nobody calls because too many of the latest calls failed, else 0.")

    // MARK: The server and the process

    static let requests = MetricFamily(
        .counter, "tutti_http_requests_total", ["method", "route", "status"], "Requests that were answered.")
    static let requestDuration = MetricFamily(
        .histogram, "tutti_http_request_duration_seconds", ["method", "route"],
        "Time from the head of a request to the end of its response.")
    static let responseBytes = MetricFamily(
        .counter, "tutti_http_response_bytes_total", ["method", "route"], "Bytes of the bodies of responses.")
    static let placesTaken = MetricFamily(.gauge, "tutti_admission_places_taken", "Runs that have a place.")
    static let placeLimit = MetricFamily(
        .gauge, "tutti_admission_place_limit", "Runs that may have a place at the same moment.")
    static let requestsWaiting = MetricFamily(
        .gauge, "tutti_admission_requests_waiting", "Requests that wait for a place.")
    static let queueLimit = MetricFamily(
        .gauge, "tutti_admission_queue_limit", "The most requests that may wait for a place.")
    static let connections = MetricFamily(.gauge, "tutti_http_connections", "Connections that are open.")
    static let connectionLimit = MetricFamily(
        .gauge, "tutti_http_connection_limit", "The most connections that may be open.")
    static let poolThreads = MetricFamily(.gauge, "tutti_agent_pool_threads", "Threads that agents run on.")
    static let poolWaiting = MetricFamily(
        .gauge, "tutti_agent_pool_waiting_jobs", "Jobs of agents that no thread has taken yet.")
    static let poolAbandoned = MetricFamily(
        .gauge, "tutti_agent_pool_abandoned", "Attempts that were left behind and have not ended.")
    static let exportedSpans = MetricFamily(
        .counter, "tutti_trace_spans_exported_total", "Spans that a collector took.")
    static let droppedRuns = MetricFamily(
        .counter, "tutti_trace_runs_dropped_total", "Runs whose spans were dropped because their queue was full.")
    static let droppedSpans = MetricFamily(
        .counter, "tutti_trace_spans_dropped_total", "Spans that no collector took.")
    static let droppedLines = MetricFamily(
        .counter, "tutti_log_lines_dropped_total", "Lines of the log that were dropped because nobody took them.")
    static let build = MetricFamily(.gauge, "tutti_build_info", ["version"], "1, with the version of the program.")

    private init(_ kind: Kind, _ name: String, _ help: String) { self.init(kind, name, [], help) }

    /// Every family, in the order in which they are written.
    package static let all = [
        runDuration, firstText, running, refusedRuns,
        agentDuration, agentOutcomes, agentSkips, attempts, retries, hedges, abandoned, lateResults, fallbacks,
        limitWaits, limitWaitTime, cacheAnswers, tokens, cost, missedEvents,
        callDuration, callFirstText, callTokens, callFailures,
        providerInFlight, providerConcurrency, providerWaiting, providerQueueLimit, providerRate, providerClosed,
        providerCircuit,
        placesTaken, placeLimit, requestsWaiting, queueLimit,
        requests, requestDuration, responseBytes, connections, connectionLimit, poolThreads, poolWaiting, poolAbandoned,
        exportedSpans, droppedRuns, droppedSpans, droppedLines, build,
    ]
}
