#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif
internal import TuttiServer

extension AccessToken {
    /// Reads the token of a file that nobody but its owner can read or write.
    ///
    /// The file is opened first and looked at then, so that it is the same one.
    init(file path: String) throws(CommandFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw CommandFailure(.usage, "the token file \(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw CommandFailure(.usage, "the token file \(path) is no file")
        }
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw CommandFailure(.usage, "others can read the token file \(path): chmod 600 \(path)")
        }
        var bytes = [UInt8](repeating: 0, count: 1_024)
        let count = read(descriptor, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        guard let token = AccessToken(String(text.prefix { !$0.isNewline })) else {
            throw CommandFailure(
                .usage,
                "the token file \(path) needs one line of at least \(AccessToken.minimumLength) visible characters, such as "
                    + "`openssl rand -hex 32` prints")
        }
        self = token
    }
}
