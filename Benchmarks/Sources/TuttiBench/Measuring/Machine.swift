#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What the system says about this process. Everything that Linux alone tells is nil elsewhere.
enum Machine {
    /// The cores that are there.
    static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// The memory in use, in MiB.
    static var residentMegabytes: Double? { self.status("VmRSS:") }

    /// The most memory that was in use since the last ``resetPeak()``, in MiB.
    static var peakMegabytes: Double? { self.status("VmHWM:") }

    /// Forgets the peak. Where the system refuses, the peak is that of the whole process.
    static func resetPeak() {
        let file = open("/proc/self/clear_refs", O_WRONLY)
        guard file >= 0 else { return }
        _ = write(file, "5", 1)
        close(file)
    }

    /// The threads of this process.
    static var threadCount: Int? { self.entries("/proc/self/task")?.count }

    /// Those of them that Tutti started, by their names.
    static var ownThreadCount: Int? {
        self.entries("/proc/self/task")?.count { thread in
            self.text("/proc/self/task/\(thread)/comm")?.hasPrefix("tutti-") == true && thread != "\(getpid())"
        }
    }

    /// The open files of this process, without the one that counting them takes.
    static var openFileCount: Int? { self.entries("/proc/self/fd").map { $0.count - 1 } }

    /// The child processes that have not been waited for.
    static var childCount: Int? {
        self.entries("/proc/self/task")?.reduce(0) { count, thread in
            count + (self.text("/proc/self/task/\(thread)/children")?.split(separator: " ").count ?? 0)
        }
    }

    private static func status(_ key: String) -> Double? {
        let line = self.text("/proc/self/status")?.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }.map { $0 / 1024 }
    }

    private static func entries(_ folder: String) -> [String]? {
        // Not there on systems other than Linux, which is an answer.
        try? FileManager.default.contentsOfDirectory(atPath: folder)
    }

    /// The contents of a file that the system makes up when it is read; nil when it is not there, as that of a thread
    /// that has ended meanwhile.
    ///
    /// Read directly: hundreds of them through Foundation made the process grow while it was measured.
    private static func text(_ path: String) -> String? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
