/// What an agent may take, where more than one number is known of it.
struct DurationRange: Sendable {
    /// What nine of ten attempts take at least: with less time it is hardly worth to start.
    var least: Nanoseconds
    /// What 95 of 100 attempts take at most: so much time is enough as a rule.
    var usual: Nanoseconds

    /// Always the same, because nothing else is known.
    init(always duration: Nanoseconds) {
        self.least = duration
        self.usual = duration
    }

    /// What was measured; nil when nothing was.
    init?(of name: String, _ options: AgentOptions, in history: DurationHistory) {
        guard let least = history.percentile(10, of: name),
            let usual = history.usualDuration(of: name, declared: options.expectedDuration)
        else { return nil }
        self.least = least.nanoseconds
        self.usual = usual.nanoseconds
    }
}
