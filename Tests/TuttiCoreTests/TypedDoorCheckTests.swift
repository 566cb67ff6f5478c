import Foundation
import Testing

/// A wrong type must not compile. The compiler says so, not a test at run time: so these type-check snippets, which takes
/// seconds each, and only when asked to: `TUTTI_TYPECHECK=1 swift test --filter TypedDoorCheckTests`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["TUTTI_TYPECHECK"] == "1", "type-checks snippets; slow"))
struct TypedDoorCheckTests {
    /// What the compiler says about a body in which `number` and `text` are handles; nil when it has no objection.
    private static func objection(to line: String) throws -> String? {
        let source = """
            import TuttiCore
            func check() {
                var graph = AgentGraph()
                let number = graph.add("number") { _ in 1 }
                let text = graph.add("text") { _ in "one" }
                \(line)
                _ = (number, text)
            }
            """
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("typed-door-\(UUID()).swift")
        try source.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }  // a leftover in the temporary folder hurts nobody
        let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = [
            "swiftc", "-typecheck", "-swift-version", "6", "-I", products.appendingPathComponent("Modules").path,
            "-Xcc",
            "-fmodule-map-file=\(products.appendingPathComponent("CTuttiThreads.build/module.modulemap").path)",
            file.path,
        ]
        let output = Pipe()
        compiler.standardError = output
        try compiler.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        compiler.waitUntilExit()
        return compiler.terminationStatus == 0 ? nil : text
    }

    @Test(arguments: [
        #"graph.add("a", after: number, text) { _, number, text in "\(number + 1)\(text.count)" }"#,
        #"graph.add("a", after: number.ifAvailable) { _, number in (number.value ?? 0) + 1 }"#,
        #"graph.add("a", after: text, fallback: 7) { _, text in text.count }"#,
    ])
    func `the right types compile`(line: String) throws {
        #expect(try Self.objection(to: line) == nil)
    }

    @Test(arguments: [
        #"graph.add("a", after: number) { _, number in number.count }"#,
        #"graph.add("a", after: text) { (_, number: Int) in number + 1 }"#,
        #"graph.add("a", after: number.ifAvailable) { _, number in number + 1 }"#,
        #"graph.add("a", after: number, text) { _, number in number }"#,
        #"graph.add("a", after: text, fallback: "seven") { (_, text) -> Int in text.count }"#,
        #"graph.add("a", after: "text") { _, text in text }"#,
        #"graph.add("a", after: later) { _, later in later }; let later = graph.add("later") { _ in 1 }"#,
    ])
    func `a wrong type does not compile`(line: String) throws {
        let objection = try #require(try Self.objection(to: line))
        #expect(objection.contains("error:"))
        #expect(!objection.contains(" module "))
    }
}
