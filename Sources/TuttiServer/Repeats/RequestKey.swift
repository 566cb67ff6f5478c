/// What a client calls a request by, to send it again without asking twice: `Idempotency-Key`.
package struct RequestKey: Hashable, Sendable {
    /// Whose key it is: others may have the same.
    package let client: ClientID
    private let text: String

    /// Reads the header; nil without one.
    ///
    /// - Throws: ``APIError`` 400 for anything but 1 to 255 visible ASCII characters.
    package init?(_ header: String?, of client: ClientID) throws(APIError) {
        guard let header else { return nil }
        let bytes = header.utf8
        guard (1...255).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid("Idempotency-Key must be 1 to 255 visible ASCII characters", "Idempotency-Key")
        }
        self.client = client
        self.text = header
    }
}
