/// The bounds of the stream of all runs.
package struct FeedLimits: Hashable, Sendable {
    /// The most items that are kept for readers that are slow, or come back.
    package var maximumItems = 4_096
    /// About the most bytes of them.
    package var maximumBytes = 512 << 10
    /// The most items that a reader is given at once.
    package var maximumBatch = 256
    /// The pause of a reader that was given so many: what it costs to tell it everything is bounded by that.
    package var pause = Duration.milliseconds(50)
    /// The time after which a reader hears that there is nothing, by which both sides notice that the other has gone.
    package var heartbeat = Duration.seconds(15)

    package init() {}
}
