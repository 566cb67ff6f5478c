/// How many connections there may be, and how long their clients may take.
package struct ConnectionLimits: Hashable, Sendable {
    /// The most connections at the same time, 1 or more; others wait to be accepted. Long before, those that have waited
    /// longest without a request are closed.
    package var maximum = 1_024
    /// The most time without a byte of a request; from the first byte of a request to its last; and of 32 KiB of a response
    /// that the client does not read. Less than the 10 s that are promised, by what a busy machine needs to notice.
    package var patience = Duration.seconds(9)

    package init() {}
}
