#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Our ends of the pipes of a child, and its id, which is also the id of its process group.
struct SpawnedChild: Sendable {
    var id: pid_t
    var input: CInt
    var output: CInt
    var error: CInt

    func closePipes() {
        for descriptor in [self.input, self.output, self.error] { close(descriptor) }
    }
}

extension SpawnRequest {
    /// Starts the program as the leader of a process group of its own. Blocks its thread until `exec` has succeeded.
    func spawn() throws(ProcessError) -> SpawnedChild {
        try self.checkText()
        return try self.spawn(try self.resolve())
    }

    private func spawn(_ path: String) throws(ProcessError) -> SpawnedChild {
        guard let input = SystemCalls.pipe() else { throw self.error(errno, path) }
        guard let output = SystemCalls.pipe() else {
            let reason = errno
            Self.close(input.readEnd, input.writeEnd)
            throw self.error(reason, path)
        }
        guard let error = SystemCalls.pipe() else {
            let reason = errno
            Self.close(input.readEnd, input.writeEnd, output.readEnd, output.writeEnd)
            throw self.error(reason, path)
        }
        var id: pid_t = 0
        let status = self.spawn(path, &id, streams: [input.readEnd, output.writeEnd, error.writeEnd])
        Self.close(input.readEnd, output.writeEnd, error.writeEnd)
        guard status == 0 else {
            Self.close(input.writeEnd, output.readEnd, error.readEnd)
            throw self.error(status, path)
        }
        for descriptor in [input.writeEnd, output.readEnd, error.readEnd] { SystemCalls.setNonBlocking(descriptor) }
        return SpawnedChild(id: id, input: input.writeEnd, output: output.readEnd, error: error.readEnd)
    }

    private func spawn(_ path: String, _ id: inout pid_t, streams: [CInt]) -> CInt {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        if let workingDirectory, SpawnActions.changeDirectory(&actions, workingDirectory) != 0 { return ENOSYS }
        for (target, descriptor) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, CInt(target))
        }
        // The child starts with the signals of a fresh process: ours are blocked on this thread.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        var flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        // No descriptor of ours reaches the child: a database or a socket is none of its business.
        #if canImport(Darwin)
        flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
        SpawnActions.closeAll(&actions, from: 3)
        #endif
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let variables = self.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return Self.withCStrings([path] + self.arguments) { arguments in
            Self.withCStrings(variables) { environment in
                posix_spawn(&id, path, &actions, &attributes, arguments, environment)
            }
        }
    }

    /// The path of the program: a name without a slash is looked for in the child's `PATH`.
    private func resolve() throws(ProcessError) -> String {
        if let workingDirectory, !Self.isDirectory(workingDirectory) {
            throw ProcessError(
                .badWorkingDirectory, program: self.program, "its working directory \(workingDirectory) does not exist")
        }
        guard !self.program.contains("/") else { return self.program }
        let directories = (self.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        let candidates = directories.map { "\($0)/\(self.program)" }
        if let path = candidates.first(where: { access($0, X_OK) == 0 && !Self.isDirectory($0) }) { return path }
        if let path = candidates.first(where: { access($0, F_OK) == 0 && !Self.isDirectory($0) }) {
            throw self.error(EACCES, path)
        }
        throw ProcessError(
            .notFound, program: self.program,
            "there is no program of this name in PATH; install it, or give its full path")
    }

    /// A text that a C string would cut short must not reach the child as something else.
    private func checkText() throws(ProcessError) {
        guard !self.program.isEmpty else { throw ProcessError(.badArgument, program: "\"\"", "no program is given") }
        let texts = [self.program, self.workingDirectory ?? ""] + self.arguments
        let variables = self.environment.flatMap { [$0.key, $0.value] }
        guard !(texts + variables).contains(where: { $0.utf8.contains(0) }) else {
            throw ProcessError(.badArgument, program: self.program, "an argument or variable contains a NUL character")
        }
        if let name = self.environment.keys.first(where: { $0.isEmpty || $0.contains("=") }) {
            throw ProcessError(.badArgument, program: self.program, "\"\(name)\" is no name of a variable")
        }
    }

    private func error(_ reason: CInt, _ path: String) -> ProcessError {
        let (code, message): (ProcessError.Code, String) =
            switch reason {
            case ENOENT where access(path, F_OK) == 0:
                (.notFound, "\(path) is a script whose interpreter does not exist; look at its first line")
            case ENOENT, ENOTDIR: (.notFound, "does not exist; check the path")
            case EACCES, EPERM, EISDIR: (.notExecutable, "\(path) may not be executed; check its permissions")
            case ENOEXEC: (.notExecutable, "\(path) is no program for this machine, and has no #! line")
            case E2BIG: (.argumentsTooLong, "its arguments and environment are too long for the system; shorten them")
            case EMFILE, ENFILE:
                (.tooManyOpenFiles, "could not be started: no file descriptor is left; raise the limit (ulimit -n)")
            default: (.couldNotStart, "could not be started: \(SystemCalls.text(of: reason))")
            }
        return ProcessError(code, program: self.program, message)
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func close(_ descriptors: CInt...) {
        for descriptor in descriptors { _ = unistdClose(descriptor) }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}

/// `close` under a name that the extension above does not shadow.
private func unistdClose(_ descriptor: CInt) -> CInt { close(descriptor) }
