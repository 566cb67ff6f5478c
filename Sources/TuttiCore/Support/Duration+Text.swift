extension Duration {
    /// The duration in milliseconds, with fractions.
    public var milliseconds: Double {
        let (seconds, attoseconds) = self.components
        return Double(seconds) * 1_000 + Double(attoseconds) / 1e15
    }

    /// Reads a duration as people write it in workflow files and flags: `500ms`, `4s`, `1.5s`, `2m`, `1h`; `0` too.
    ///
    /// Nil for anything else: a number without its unit, a negative one, one above a year.
    public init?(text: some StringProtocol) {
        let units: [(suffix: String, milliseconds: Double)] = [
            ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000),
        ]
        guard text != "0" else {
            self = .zero
            return
        }
        for unit in units where text.hasSuffix(unit.suffix) {
            let digits = text.dropLast(unit.suffix.count)
            guard digits.first?.isASCII == true, digits.first?.isNumber == true,
                digits.allSatisfy({ $0 == "." || ("0"..."9").contains($0) }), let value = Double(digits)
            else { return nil }
            let milliseconds = value * unit.milliseconds
            guard milliseconds <= 31_536_000_000 else { return nil }
            self = .microseconds(Int64((milliseconds * 1_000).rounded()))
            return
        }
        return nil
    }

    /// The duration for a person, with its unit and as few digits as tell it: `80 ms`, `1.5 s`, `2 min 5 s`.
    public var shortText: String {
        // What is longer than any run is cut before it becomes an integer.
        let milliseconds = min(max(self.milliseconds, -1e15), 1e15)
        if abs(milliseconds) < 9.95, milliseconds != milliseconds.rounded() {
            return "\((milliseconds * 10).rounded() / 10) ms"
        }
        if abs(milliseconds) < 999.5 { return "\(Int(milliseconds.rounded())) ms" }
        if abs(milliseconds) < 59_950 {
            let seconds = (milliseconds / 10).rounded() / 100
            return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
        }
        let seconds = Int((milliseconds / 1_000).rounded())
        return seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds / 60) min \(seconds % 60) s"
    }
}
