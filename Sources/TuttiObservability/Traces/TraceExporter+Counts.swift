extension TraceExporter {
    /// What became of spans so far.
    package struct Counts: Hashable, Sendable {
        /// Those that a collector took.
        package var exportedSpans = 0
        /// Those that none took.
        package var droppedSpans = 0
        /// Runs of which no spans were made, because too many waited.
        package var droppedRuns = 0

        package init() {}
    }
}
