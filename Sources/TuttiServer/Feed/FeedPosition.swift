/// A place in the stream of all runs, as `id:` and `Last-Event-ID` have it: `EPOCH-NUMBER`.
package struct FeedPosition: Hashable, Sendable, CustomStringConvertible {
    /// Which stream it is: numbers of another start of the server mean nothing.
    package var epoch: String
    /// The number of the last item before the place, 0 for the beginning.
    package var number: Int

    package init(epoch: String, number: Int) {
        self.epoch = epoch
        self.number = number
    }

    /// Reads a position; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let number = Int(parts[1]), number >= 0 else { return nil }
        self.init(epoch: String(parts[0]), number: number)
    }

    package var description: String { "\(self.epoch)-\(self.number)" }
}
