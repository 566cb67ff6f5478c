/// Is told of the calls of models; each in the task of its reader, so that it must return at once.
package protocol ModelCallObserver: Sendable {
    /// A provider is asked.
    func began(_ call: ModelCallRecord)
    /// The answer has ended, in whatever way; a call that nobody reads to its end is told here too.
    func ended(_ call: ModelCallRecord)
}
