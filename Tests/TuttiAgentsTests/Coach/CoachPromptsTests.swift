import Testing
import TuttiAgents

@Suite struct CoachPromptsTests {
    @Test(arguments: CoachPrompts.Part.allCases) func `the built-in texts can be used as files`(
        _ part: CoachPrompts.Part
    ) throws {
        var prompts = CoachPrompts()
        let text = prompts[part]
        #expect(!text.isEmpty)
        try prompts.use("\n\(text)\n\n", as: part)
        #expect(prompts == CoachPrompts())
    }

    @Test func `a text takes the place of the built-in one`() throws {
        var prompts = CoachPrompts()
        try prompts.use("Say ASK THE TEAM at once.", as: .conversation)
        try prompts.use("Be brief.", as: .answer)
        #expect(prompts.conversation == "Say ASK THE TEAM at once.")
        #expect(prompts.answer == "Be brief.")
        #expect(prompts.report == CoachPrompts().report)
    }

    @Test(
        arguments: [
            (" \n", .report, .empty), ("Ask the team.", .conversation, .missing(mark: "ASK THE TEAM")),
            (String(repeating: "x", count: 7501), .summary, .tooLong(bytes: 7501)),
            ("Answer {\"said\": [], \"decided\": []}", .session, .missing(mark: "\"planned\"")),
        ] as [(String, CoachPrompts.Part, CoachPrompts.Problem)])
    func `a text that cannot be used is refused with what to do`(
        _ text: String, _ part: CoachPrompts.Part, _ problem: CoachPrompts.Problem
    ) {
        var prompts = CoachPrompts()
        #expect(throws: problem) { try prompts.use(text, as: part) }
        #expect(prompts == CoachPrompts())
        #expect(problem.description.hasSuffix("delete the file"))
    }
}
