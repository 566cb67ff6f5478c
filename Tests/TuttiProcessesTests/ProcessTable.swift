import Foundation
import Testing

/// Looks at the processes of the machine, zombies included, through `/proc`; where there is none, nothing is checked.
enum ProcessTable {
    static let hasSetsid = FileManager.default.isExecutableFile(atPath: "/usr/bin/setsid")

    /// Waits, a bounded number of looks, until no process has this id.
    static func expectGone(_ id: Int32, sourceLocation: SourceLocation = #_sourceLocation) async {
        await self.expect("process \(id) is gone", sourceLocation) {
            !FileManager.default.fileExists(atPath: "/proc/\(id)")
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

    /// The children of this process that ended and were not reaped.
    static func zombies() -> [Int32] {
        let own = "\(ProcessInfo.processInfo.processIdentifier)"
        return self.ids().filter { id in
            let fields = self.text("/proc/\(id)/stat").split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 1 && fields[0] == "Z" && fields[1] == own
        }
    }

    private static func expect(_ what: String, _ place: SourceLocation, _ condition: () -> Bool) async {
        guard FileManager.default.fileExists(atPath: "/proc/self") else { return }
        for _ in 0..<2000 {
            if condition() { return }
            usleep(2000)
            await Task.yield()
        }
        Issue.record("not true in time: \(what)", sourceLocation: place)
    }

    private static func processes(where matches: (String) -> Bool) -> [Int32] {
        self.ids().filter { matches(self.text("/proc/\($0)/cmdline")) }
    }

    private static func ids() -> [Int32] {
        // A machine without /proc has no entries.
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
    }

    private static func text(_ path: String) -> String {
        // The process may end between two looks.
        (FileManager.default.contents(atPath: path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
