/// What really happened in worlds, as counted for `tutti-sim`; a fault that never strikes proves nothing.
package enum Happening: Int, CaseIterable, Sendable {
    case runs, innerRuns, agents, attempts, events
    case failures, retries, waitsForServers, permanentFailures, emptyOutputs, fallbacks
    case timeouts, deadlineCuts, skipsForAncestors, skipsForQuorums, skipsForConditions, skipsForTime, unneeded
    case cancelledRuns, cancelledBeforeBegin, cancelledAgents, abandonedAttempts, neverReturned, lateResults
    case hedges, lostRaces, fallbackAgents, waitsForProviders, callsLeftAlone
    case refusedStarts, waitsForLimits, blockedThreads, slowConditions
    case parts, usages, missingInputs, gaps, unheardRuns, partialRuns, emptyRuns, failedRuns

    /// The name as words.
    package var label: String {
        var words = ""
        for character in "\(self)" {
            if character.isUppercase { words += " " }
            words += character.lowercased()
        }
        return words
    }
}
