#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Tells one thread from another while both live.
struct ThreadIdentity: Hashable, Sendable {
    private let bits: UInt

    /// The calling thread.
    static var current: Self {
        #if canImport(Glibc)
        Self(bits: UInt(pthread_self()))
        #else
        Self(bits: UInt(bitPattern: pthread_self()))
        #endif
    }
}
