package import TuttiCore

/// Something that the runs of the server did. What began and what ended is kept as it is told, without the reports: they may
/// be large, and are kept elsewhere.
package enum FeedItem: Sendable {
    case began(RunID, entry: String)
    case told(RunEvent)
    case ended(RunID, entry: String)

    /// About how much memory it takes: its texts count, everything else is small.
    var approximateBytes: Int {
        switch self {
        case .began(_, let entry), .ended(_, let entry): 128 + entry.utf8.count
        case .told(let event): event.kind.approximateBytes
        }
    }
}
