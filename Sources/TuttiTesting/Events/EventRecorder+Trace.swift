internal import TuttiCore
internal import TuttiJSON

extension EventRecorder {
    /// The events as text, one line each: the time, what happened, to whom, and what else is known of it.
    ///
    /// ```
    /// 0 ms  runStarted  workflow=coach agents=[memory,tasks,coach] deadlineMs=3000
    /// 0 ms  agentStarted memory  budgetMs=2000
    /// 2000 ms  agentTimedOut memory  attempt=1 error="no result in 2 s" limit=timeout
    /// ```
    ///
    /// The identity of the run is left out, and so is the first attempt, which begins with its agent. What is equal for
    /// equal seeds, it can be kept beside a test and compared: ``difference(from:)``.
    public var trace: String { self.traceLines.joined(separator: "\n") }

    /// A hash of all events with their exact times, the same on every platform: sixteen hexadecimal digits.
    public var traceHash: String {
        var hash = TraceHash()
        for event in self.events {
            hash.combine("\(event.time.nanosecondsRoundedDown) \(event.sequence) \(event.kind.wireName)")
            for member in event.details { hash.combine("\(member.key)=\(member.value.serialized())") }
        }
        return hash.text
    }

    /// The first line in which ``trace`` differs from a text that was kept; nil when there is none.
    public func difference(from expected: String) -> String? {
        let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let found = self.traceLines
        for index in 0..<max(wanted.count, found.count) {
            let (wanted, found) = (wanted.dropFirst(index).first, found.dropFirst(index).first)
            guard wanted != found else { continue }
            return """
                line \(index + 1) differs
                expected: \(wanted ?? "nothing more")
                found:    \(found ?? "nothing more")
                """
        }
        return nil
    }

    private var traceLines: [String] { self.events.compactMap(\.traceLine) }
}

extension RunEvent {
    /// The members of the wire form that belong to its kind.
    fileprivate var details: [JSONObject.Member] {
        guard let object = self.json.object else { return [] }
        return object.members.filter { !["v", "run", "seq", "t", "event"].contains($0.key) }
    }

    fileprivate var traceLine: String? {
        if case .attemptStarted(_, 1) = self.kind { return nil }
        let subject = self.kind.agent.map { " \($0)" } ?? ""
        let details = self.details.compactMap { member in
            member.key == "agent" ? nil : member.value.traceText.map { "\(member.key)=\($0)" }
        }
        let time = Self.milliseconds(self.time)
        return
            (["\(time) ms", self.kind.wireName + subject] + (details.isEmpty ? [] : [details.joined(separator: " ")]))
            .joined(separator: "  ")
    }

    /// Milliseconds to the nanosecond, without what a floating-point number would add or lose.
    private static func milliseconds(_ duration: Duration) -> String {
        let (whole, rest) = duration.nanosecondsRoundedDown.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest != 0 else { return "\(whole)" }
        var digits = String(1_000_000 + rest).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}

extension JSONValue {
    /// The value on one line; nil when it says nothing.
    fileprivate var traceText: String? {
        switch self {
        case .null, false, [:], []: nil
        case .string(let text):
            text.isEmpty || text.contains { $0.isWhitespace || $0 == "\"" } ? self.serialized() : text
        case .array(let values): "[\(values.map { $0.traceText ?? "" }.joined(separator: ","))]"
        case .double(let number) where number == number.rounded() && abs(number) < 1e15: "\(Int64(number))"
        default: self.serialized()
        }
    }
}
