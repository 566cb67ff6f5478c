import Testing
import TuttiWorkflows

@Suite struct TemplateTests {
    @Test func `placeholders are filled in, blanks inside of the brackets do not matter`() throws {
        let template = try Template("{{input}}: {{ agents.a.output }}{{agents.b c.output}}!")
        #expect(template.render(input: "why", output: { $0 == "a" ? "because" : "so" }) == "why: becauseso!")
        #expect(template.agents == ["a", "b c"])
        #expect(!template.isConstant)
    }

    @Test func `a missing output is empty`() throws {
        #expect(try Template("[{{agents.a.output}}]").render(input: "", output: { _ in nil }) == "[]")
    }

    @Test func `what was filled in is not looked at again`() throws {
        let template = try Template("{{input}} {{agents.a.output}}")
        let text = template.render(input: "{{agents.a.output}}", output: { _ in "{{input}} \\{{" })
        #expect(text == "{{agents.a.output}} {{input}} \\{{")
    }

    @Test func `an escaped bracket is literal`() throws {
        let template = try Template("write \\{{input}} for {{input}}")
        #expect(template.render(input: "x", output: { _ in nil }) == "write {{input}} for x")
    }

    @Test(arguments: ["", "no brackets", "{ input }", "{input}", "}}", "a \\{{ b"])
    func `a text without placeholders is constant`(_ text: String) throws {
        let template = try Template(text)
        #expect(template.isConstant)
        #expect(template.source == text)
    }

    @Test(arguments: ["{{}}", "{{inputs}}", "{{agents.a}}", "{{agents..output}}", "{{.output}}", "{{{input}}}", "{{"])
    func `anything else between two brackets is refused`(_ text: String) {
        #expect(throws: Template.Problem.self) { try Template(text) }
    }

    @Test func `placeholders are bounded, so that what is rendered is`() throws {
        let most = String(repeating: "{{input}}", count: Template.maximumPlaceholders)
        #expect(try Template(most).render(input: "x", output: { _ in nil }).count == Template.maximumPlaceholders)
        #expect(throws: Template.Problem.self) { try Template(most + "{{input}}") }
    }
}
