/// Something whose size is known well enough to bound what is kept of it.
protocol SizedItem: Sendable {
    /// About how much memory it takes: its texts count, everything else is small.
    var approximateBytes: Int { get }
}
