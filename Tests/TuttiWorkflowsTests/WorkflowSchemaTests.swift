import Foundation
import Testing
import TuttiJSON
import TuttiWorkflows

@Suite struct WorkflowSchemaTests {
    /// `TUTTI_RECORD=1 swift test --filter WorkflowSchemaTests` writes the file anew.
    @Test func `the shipped schema is the one of the tables that parse`() throws {
        let path = "\(repository)/Schemas/workflow.schema.json"
        let expected = WorkflowSchema.json.serialized(pretty: true) + "\n"
        if ProcessInfo.processInfo.environment["TUTTI_RECORD"] == "1" {
            try expected.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let shipped = try String(contentsOfFile: path, encoding: .utf8)
        #expect(shipped == expected)
    }

    @Test func `every key of the schema has a description and a form`() throws {
        func check(_ value: JSONValue, _ path: String) {
            for (key, property) in value["properties"]?.object?.members.map({ ($0.key, $0.value) }) ?? [] {
                guard property["const"] == nil else { continue }
                #expect(property["description"]?.string?.hasSuffix(".") == true, "\(path).\(key)")
                #expect(property.object?.keys.count ?? 0 >= 2, "\(path).\(key)")
            }
        }
        let schema = WorkflowSchema.json
        check(schema, "workflow")
        for member in try #require(schema["$defs"]?.object).members { check(member.value, member.key) }
    }
}
