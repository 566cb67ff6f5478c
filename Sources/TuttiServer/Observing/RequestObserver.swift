/// Hears of requests once they are answered.
package protocol RequestObserver: Sendable {
    /// A request was answered; called in its task, so it must return within microseconds.
    func answered(_ request: AnsweredRequest)
}
