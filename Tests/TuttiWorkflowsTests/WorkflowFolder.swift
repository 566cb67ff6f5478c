import Foundation
import TuttiWorkflows

/// A folder with workflow files for one test.
struct WorkflowFolder {
    private let url: URL

    /// Makes a folder, and takes it away afterwards.
    ///
    /// - Parameter files: The texts by path; folders of the path are made.
    static func with<Value>(_ files: [String: String], _ body: (WorkflowFolder) throws -> Value) throws -> Value {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        let folder = WorkflowFolder(url: url)
        // A folder that stays behind in the temporary one harms nobody.
        defer { try? FileManager.default.removeItem(at: url) }
        for (path, text) in files {
            let file = url.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return try body(folder)
    }

    func path(_ file: String) -> String { self.url.appendingPathComponent(file).path }

    func link(_ file: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: self.path(file), withDestinationPath: target)
    }

    func load(_ file: String) throws -> Workflow { try Workflow.load(path: self.path(file)) }

    /// The text of the error without the folder, "accepted" when there is none.
    func error(_ file: String) -> String {
        do {
            _ = try Workflow.load(path: self.path(file))
            return "accepted"
        } catch {
            return error.description.replacingOccurrences(of: self.url.path + "/", with: "")
        }
    }
}
