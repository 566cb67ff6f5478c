#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// How many files, and so connections, the process may have open at the same time.
package enum OpenFiles {
    /// What is left to everything else: databases, tools, models and programs that are started.
    private static let reserve = 256
    /// More connections are of no use to agents that answer.
    private static let most = 8_192

    /// Raises the limit as far as the system lets it be; returns how many connections that allows, 16 or more.
    package static func raiseLimitForConnections() -> Int {
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 16 }
        let needed = min(limit.rlim_max, rlim_t(Self.most + Self.reserve))
        if limit.rlim_cur < needed {
            var raised = limit
            raised.rlim_cur = needed
            if setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return Self.connections(files: Int(min(limit.rlim_cur, rlim_t(Self.most + Self.reserve))))
    }

    /// The connections that so many files allow.
    package static func connections(files: Int) -> Int { min(max(files - Self.reserve, files / 4, 16), Self.most) }
}
