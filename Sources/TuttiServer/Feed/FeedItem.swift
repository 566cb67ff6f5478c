package import TuttiCore

/// Something that the runs of the server did. What began and what ended is kept as it is told, without the reports: they may
/// be large, and are kept elsewhere.
package enum FeedItem: SizedItem {
    case began(RunID, entry: String)
    case told(RunEvent)
    case ended(RunID, entry: String)

    var approximateBytes: Int {
        switch self {
        case .began(_, let entry), .ended(_, let entry): 128 + entry.utf8.count
        case .told(let event): event.approximateBytes
        }
    }
}
