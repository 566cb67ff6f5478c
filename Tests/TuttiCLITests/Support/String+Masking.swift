extension String {
    /// The text without what differs from run to run: durations, factors, bars and dates.
    var masked: String {
        self
            .replacing(/│[^│\n]*│/, with: "││")
            .replacing(/[ ]· one after another .*/, with: "")
            .replacing(/\b[0-9.]+ (ms|s)\b/, with: "T")
            .replacing(/\b[0-9]{4}-[0-9]{2}-[0-9]{2}/, with: "DATE")
            .replacing(/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{1,2}\b/, with: "DATE")
    }
}
