#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Where the program keeps its data, and where its configuration is.
///
/// `TUTTI_HOME` holds both; without it the XDG folders do.
struct DataFolder: Sendable {
    let path: String
    let configurationPath: String
    /// Whether this is the life of somebody who does not exist, used while nothing is configured.
    var isSample = false

    init(host: Host, configuration: String?) {
        if let home = host.variable("TUTTI_HOME") {
            self.path = host.absolutePath(home)
            self.configurationPath = configuration.map(host.absolutePath) ?? self.path + "/config.json"
        } else {
            self.path = (host.variable("XDG_DATA_HOME") ?? host.homeFolder + "/.local/share") + "/tutti"
            let folder = host.variable("XDG_CONFIG_HOME") ?? host.homeFolder + "/.config"
            self.configurationPath = configuration.map(host.absolutePath) ?? folder + "/tutti/config.json"
        }
    }

    private init(sampleIn folder: DataFolder) {
        self.path = folder.path + "/sample"
        self.configurationPath = folder.configurationPath
        self.isSample = true
    }

    var databasePath: String { self.path + "/tutti.sqlite" }
    var tasksPath: String { self.path + "/tasks.sqlite" }
    var durationsPath: String { self.path + "/durations.sqlite" }
    var costsPath: String { self.path + "/costs.sqlite" }
    var notesPath: String { self.path + "/notes" }
    var reportsPath: String { self.path + "/reports" }
    var promptsPath: String { self.path + "/prompts" }

    /// The rules of selection, beside the configuration, when the person has written some.
    var rulesPath: String {
        (self.configurationPath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            + ["selection.rules"]).joined(separator: "/")
    }

    /// A person's own prices; they stand beside the configuration.
    var pricesPath: String {
        let folder = self.configurationPath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return folder.joined(separator: "/") + "/prices.json"
    }

    /// Whether a model was ever called.
    var hasCosts: Bool { FileManager.default.fileExists(atPath: self.costsPath) }

    /// Whether earlier runs have left what they took.
    var hasDurations: Bool { FileManager.default.fileExists(atPath: self.durationsPath) }

    /// This folder once it is somebody's own, the sample beside it until then.
    var orSample: DataFolder {
        let isOwn = [self.databasePath, self.configurationPath].contains { FileManager.default.fileExists(atPath: $0) }
        return isOwn ? self : DataFolder(sampleIn: self)
    }
}
