import Testing
import TuttiAgents
import TuttiCore
import TuttiTesting

@Suite struct PersonalContentAgentTests {
    private func ask(_ folder: NotesFolder, _ question: String) async throws -> Asked {
        try await TuttiAgentsTests.ask(PersonalContentAgent(library: ContentLibrary(root: folder.path)), question)
    }

    @Test func `passages are cited with folder, file and line`() async throws {
        let folder = try NotesFolder()
        try folder.write("# Values\n\nFamily.\n\n## Work\n\nRest comes before the deadline.\n", to: "values.md")
        try folder.write("Bread.", to: "shopping.md")
        let asked = try await self.ask(folder, "What about the deadline?")
        #expect(
            asked.output?.citations == [Citation(source: "notes/values.md:7", quote: "Rest comes before the deadline.")]
        )
        #expect(
            asked.output?.text
                == "From your notes:\n• notes/values.md:7 (Values › Work): Rest comes before the deadline.")
    }

    @Test func `nothing found and no notes are said in words`() async throws {
        let folder = try NotesFolder()
        #expect(try await self.ask(folder, "deadline").output == "There are no notes.")
        try folder.write("Bread.", to: "shopping.md")
        #expect(try await self.ask(folder, "deadline").output == "Nothing in the notes is about this.")
    }

    @Test func `files that cannot be read are a bounded number of warnings`() async throws {
        let folder = try NotesFolder()
        for index in 0..<6 { try folder.write([0xFF, 0xFE, 0x00], to: "bad\(index).md") }
        try folder.write("The deadline.", to: "good.md")
        let asked = try await self.ask(folder, "deadline")
        #expect(asked.output?.citations.count == 1)
        #expect(asked.report.warnings.count == 4)
    }

    @Test func `a folder that is not there is a failure that names it`() async throws {
        let agent = PersonalContentAgent(library: ContentLibrary(root: "/nowhere/at/all"))
        let asked = try await TuttiAgentsTests.ask(agent, "deadline")
        #expect(asked.agent?.state == .failed)
        #expect(asked.agent?.error?.contains("/nowhere/at/all") == true)
    }
}
