/// What a response says about trying again.
package enum RetryAdvice: Hashable, Sendable {
    /// It says nothing.
    case none
    /// Not before this much time has passed.
    case after(Duration)
    /// It forbids it, or it asked for something that we cannot read: then we do not push either.
    case never

    /// Reads `x-should-retry`, `retry-after-ms` and `retry-after` (seconds, fractions of them, or an HTTP date).
    ///
    /// A date counts from the response's own `date`, so that a wrong clock on this side does not matter, else from
    /// `now`, in seconds since 1970.
    package init(_ headers: HTTPHeaderList, now: Double?) {
        if headers["x-should-retry"]?.lowercased() == "false" {
            self = .never
            return
        }
        let wishes = [
            Self.text(headers["retry-after-ms"]).map { Self.duration($0, unit: 0.001) },
            Self.text(headers["retry-after"]).map { text in
                Self.duration(text, unit: 1) ?? Self.duration(until: text, headers, now: now)
            },
        ].compactMap { $0 }
        if let wait = wishes.lazy.compactMap({ $0 }).first {
            self = .after(wait)
        } else {
            self = wishes.isEmpty || headers["x-should-retry"]?.lowercased() == "true" ? .none : .never
        }
    }

    /// Nothing waits longer than this, so a larger number needs no larger duration; in seconds.
    private static let maximum = 1e9

    private static func text(_ value: String?) -> String? {
        let trimmed = value?.drop { $0 == " " }
        return trimmed.flatMap { $0.isEmpty ? nil : String($0) }
    }

    private static func duration(_ text: String, unit: Double) -> Duration? {
        guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
        return .seconds(min(value * unit, Self.maximum))
    }

    private static func duration(until text: String, _ headers: HTTPHeaderList, now: Double?) -> Duration? {
        guard let instant = HTTPDate.seconds(text), let now = headers["date"].flatMap(HTTPDate.seconds) ?? now
        else { return nil }
        return .seconds(min(max(0, instant - now), Self.maximum))
    }
}
