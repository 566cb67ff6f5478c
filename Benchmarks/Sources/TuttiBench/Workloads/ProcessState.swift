/// What a process holds that it might forget to give back.
struct ProcessState: Sendable {
    /// All threads; those of Swift's own pool come and go with the work, up to one for each core.
    var threads = Machine.threadCount
    var ownThreads = Machine.ownThreadCount
    var files = Machine.openFileCount
    var children = Machine.childCount
    var megabytes = Machine.residentMegabytes

    /// The memory that may be kept: caches, and what the allocator does not give back.
    static let tolerance = 16.0

    /// What is more than it was; nil when nothing is.
    func excess(over baseline: ProcessState) -> String? {
        var found: [String] = []
        let threads = baseline.threads.map { $0 + Machine.coreCount }
        for (what, now, before) in [
            ("threads", self.threads, threads), ("threads of Tutti's", self.ownThreads, baseline.ownThreads),
            ("open files", self.files, baseline.files),
            ("children", self.children, baseline.children),
        ] {
            if let now, let before, now > before { found.append("\(now) \(what) instead of \(before)") }
        }
        if let now = self.megabytes, let before = baseline.megabytes, now > before + Self.tolerance {
            found.append("\(now) MiB instead of \(before)")
        }
        return found.isEmpty ? nil : found.joined(separator: ", ")
    }

    var measurement: Measurement {
        var measurement = Measurement()
        measurement["threads"] = .optional(self.threads)
        measurement["own_threads"] = .optional(self.ownThreads)
        measurement["files"] = .optional(self.files)
        measurement["children"] = .optional(self.children)
        measurement["rss_mb"] = .optional(self.megabytes)
        return measurement
    }
}
