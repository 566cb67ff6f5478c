package import TuttiCore

/// Something that the runs of the server did.
package enum FeedItem: Sendable {
    case began(RunEntry)
    case told(RunEvent)
    /// The entry has its outcome.
    case ended(RunEntry)

    /// About how much memory it takes: its texts count, everything else is small or kept elsewhere too.
    var approximateBytes: Int {
        switch self {
        case .began(let entry), .ended(let entry): 256 + entry.question.utf8.count
        case .told(let event): event.kind.approximateBytes
        }
    }
}
