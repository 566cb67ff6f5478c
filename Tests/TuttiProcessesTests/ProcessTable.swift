import Foundation
import Testing

/// Looks at the processes of the machine, zombies included, through `/proc`; where there is none, nothing is checked.
enum ProcessTable {
    static let hasSetsid = FileManager.default.isExecutableFile(atPath: "/usr/bin/setsid")

    /// Waits, a bounded number of looks, until no process has this id, or one that others have to reap.
    static func expectGone(_ id: Int32, sourceLocation: SourceLocation = #_sourceLocation) async {
        await self.expect("process \(id) is gone", sourceLocation) {
            guard FileManager.default.fileExists(atPath: "/proc/\(id)") else { return true }
            // The first process of a container may never reap what is left to it.
            return self.isZombie(id) { $0 != self.own }
        }
    }

    /// Waits, a bounded number of looks, until so many processes have `marker` in their command line.
    static func expectRunning(
        _ marker: String, count: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        await self.expect("\(count) processes with \(marker)", sourceLocation) {
            self.processes { $0.contains(marker) }.count == count
        }
    }

    /// The descriptors of this process, among them one for looking at them.
    static func descriptors() -> [Int32] { self.ids(in: "/proc/self/fd") }

    /// The children of this process that ended and were not reaped.
    static func zombies() -> [Int32] {
        self.ids().filter { self.isZombie($0) { $0 == self.own } }
    }

    private static let own = "\(ProcessInfo.processInfo.processIdentifier)"

    private static func isZombie(_ id: Int32, _ isParent: (Substring) -> Bool) -> Bool {
        let fields = self.text("/proc/\(id)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 1 && fields[0] == "Z" && isParent(fields[1])
    }

    private static func expect(_ what: String, _ place: SourceLocation, _ condition: () -> Bool) async {
        guard FileManager.default.fileExists(atPath: "/proc/self") else { return }
        // Half a minute at least: the bound only ends what would never end.
        for _ in 0..<15_000 {
            if condition() { return }
            usleep(2000)
            await Task.yield()
        }
        Issue.record("not true in time: \(what)", sourceLocation: place)
    }

    private static func processes(where matches: (String) -> Bool) -> [Int32] {
        self.ids().filter { matches(self.text("/proc/\($0)/cmdline")) }
    }

    private static func ids(in folder: String = "/proc") -> [Int32] {
        // A machine without /proc has no entries.
        (try? FileManager.default.contentsOfDirectory(atPath: folder))?.compactMap { Int32($0) } ?? []
    }

    private static func text(_ path: String) -> String {
        // The process may end between two looks.
        (FileManager.default.contents(atPath: path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
