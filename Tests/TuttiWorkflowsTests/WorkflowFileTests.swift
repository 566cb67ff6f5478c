import Foundation
import Testing
import TuttiWorkflows

@Suite struct WorkflowFileTests {
    @Test func `a file is read`() throws {
        try Self.withFile("agents: { a: { kind: simulated } }") { path in
            let workflow = try Workflow.load(path: path)
            #expect(workflow.agents.map(\.name) == ["a"])
        }
    }

    @Test func `a problem names the file`() throws {
        try Self.withFile("agents: 5") { path in
            Self.expect(path, "\(path):1:9: agents: must be an object, not '5'", .invalid)
        }
    }

    @Test func `a missing file, a folder and a file behind a file are told apart`() throws {
        try Self.withFile("x") { path in
            Self.expect("\(path).missing", "\(path).missing: there is no such file", .unreadable)
            Self.expect("\(path)/x", "\(path)/x: there is no such file", .unreadable)
            let folder = (path as NSString).deletingLastPathComponent
            Self.expect(folder, "\(folder): is a folder: give the path of a file", .unreadable)
        }
        Self.expect("a\0b", "a\0b: a path cannot hold a zero byte", .unreadable)
    }

    @Test func `of a file that is too large only the beginning is read`() {
        let message = "/dev/zero: larger than 1 MB: a workflow file holds the graph, not the data"
        Self.expect("/dev/zero", message, .invalid)
    }

    static func expect(
        _ path: String, _ message: String, _ code: WorkflowError.Code, location: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: WorkflowError.self, sourceLocation: location) { try Workflow.load(path: path) }
        #expect(error?.description == message, sourceLocation: location)
        #expect(error?.code == code, sourceLocation: location)
    }

    static func withFile(_ text: String, _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A folder that stays behind in the temporary one harms nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("w.yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        try body(file.path)
    }
}
