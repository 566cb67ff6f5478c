/// Why a server does not start.
package enum ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Others could reach it, and nobody would have to show a token.
    case unprotected(host: String)
    /// There is nothing to serve.
    case noEnsembles

    package var description: String {
        switch self {
        case .unprotected(let host):
            "whoever reaches \(host) could ask everything: other machines are only served with a token"
        case .noEnsembles: "there is nothing to serve"
        }
    }
}
