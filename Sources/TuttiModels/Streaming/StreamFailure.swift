/// Why a stream cannot be decoded further.
package enum StreamFailure: Error, Hashable, Sendable {
    /// The provider reported an error inside the stream.
    case provider(ProviderFailure)
    /// The bytes are not what the protocol says; the text says which.
    case malformed(String)
    /// The model or a filter declined to answer.
    case refused(String?)
}
