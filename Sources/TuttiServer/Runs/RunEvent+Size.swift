internal import TuttiCore

extension RunEvent: SizedItem {
    var approximateBytes: Int {
        let text: Int =
            switch self.kind {
            case .answerDelta(_, _, let text), .agentPartial(_, _, let text), .agentSucceeded(_, _, let text, _),
                .attemptFailed(_, _, let text, _), .agentFailed(_, _, let text), .agentTimedOut(_, _, let text, _),
                .warning(let text):
                text.utf8.count
            case .runStarted, .agentChosen, .agentStarted, .attemptStarted, .hedgeStarted, .attemptAbandoned,
                .agentCancelled, .agentSkipped, .lateResult, .usageRecorded, .limitWaited, .partEnded, .cacheAnswered,
                .runFinished, .gap:
                0
            }
        return 128 + text
    }
}
