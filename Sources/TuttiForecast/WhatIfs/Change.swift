internal import TuttiCore
internal import TuttiWorkflows

/// One change of a what-if as it was written: the setting, the sign and the value.
struct Change: Hashable, Sendable {
    enum Sign: Character, CaseIterable {
        case set = "="
        case multiply = "*"
        case divide = "/"
        case add = "+"
        case subtract = "-"
    }

    let target: String
    let sign: Sign
    let value: String

    /// Reads `target sign value`. The last sign counts: names of agents may hold some of them, values none.
    init(_ text: some StringProtocol) throws(WhatIfError) {
        guard let place = text.lastIndex(where: { Sign(rawValue: $0) != nil }), let sign = Sign(rawValue: text[place])
        else { throw Self.error(text) }
        self.sign = sign
        self.target = Self.trimmed(text[..<place])
        self.value = Self.trimmed(text[text.index(after: place)...])
        guard let last = self.target.last, Sign(rawValue: last) == nil, !self.value.isEmpty else {
            throw Self.error(text)
        }
    }

    private static func error(_ text: some StringProtocol) -> WhatIfError {
        WhatIfError(
            description: "write a setting, one of = * / + - and a value that is not negative, as "
                + "memory.duration*0.5 or maxParallel=5, not \(quoted(text))")
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }

    // MARK: Values

    /// The value as a factor, for `*` and `/`.
    func factor() throws(WhatIfError) -> Double {
        guard let number = self.number, sign == .multiply || number > 0 else {
            throw WhatIfError(
                description: "\(self.target): what follows \(self.sign.rawValue) must be a number"
                    + "\(self.sign == .divide ? " above zero" : ""), not \(quoted(self.value))")
        }
        return self.sign == .divide ? 1 / number : number
    }

    /// The value as a duration.
    func duration() throws(WhatIfError) -> Duration {
        if let duration = Duration(text: self.value) { return duration }
        let hint =
            self.number == nil
            ? "write it as 500ms, 1.5s, 2m or 1h" : "it has no unit: write \(self.value)ms or \(self.value)s"
        throw WhatIfError(description: "\(self.target): \(quoted(self.value)) is not a time; \(hint)")
    }

    /// The value as a number that is not negative; nil when it is none.
    var number: Double? {
        guard self.value.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else { return nil }
        return Double(self.value).flatMap { $0.isFinite ? $0 : nil }
    }
}
