#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The two actions of `posix_spawn` that came after POSIX 2017.
///
/// The headers that Swift reads on Linux hide them, and old systems have not got them, so they are looked up by name.
enum SpawnActions {
    #if canImport(Darwin)
    /// Returns the error number of the system, 0 for success.
    static func changeDirectory(_ actions: inout posix_spawn_file_actions_t?, _ path: String) -> CInt {
        posix_spawn_file_actions_addchdir_np(&actions, path)
    }
    #else
    private typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>
    private typealias ChangeDirectory = @convention(c) (Actions, UnsafePointer<CChar>) -> CInt
    private typealias CloseFrom = @convention(c) (Actions, CInt) -> CInt

    private static let addChangeDirectory = dlsym(nil, "posix_spawn_file_actions_addchdir_np").map {
        unsafeBitCast($0, to: ChangeDirectory.self)
    }
    private static let addCloseFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
        unsafeBitCast($0, to: CloseFrom.self)
    }

    /// Returns the error number of the system, 0 for success.
    static func changeDirectory(_ actions: inout posix_spawn_file_actions_t, _ path: String) -> CInt {
        self.addChangeDirectory?(&actions, path) ?? ENOSYS
    }

    /// Lets the child start without descriptors from `first` on; where the system cannot, only ours stay out of it.
    static func closeAll(_ actions: inout posix_spawn_file_actions_t, from first: CInt) {
        _ = self.addCloseFrom?(&actions, first)
    }
    #endif
}
