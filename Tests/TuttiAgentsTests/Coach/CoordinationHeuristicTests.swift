import Testing
import TuttiAgents

@Suite struct CoordinationHeuristicTests {
    @Test(arguments: [
        "I'm feeling overwhelmed with my tasks", "I’m so stressed", "What should I do first today?",
        "I can't sleep", "How did I handle the last deadline?", "Which tasks are overdue?", "plan my week",
        "Help me decide between the two jobs", "I had a fight with Lea", "My boss yelled at me again today",
        "thanks, but I still cannot sleep", "Hi, I am overwhelmed", "hello, what are my goals?", "Should I quit?",
        "I don't know what to do", "What did I write about my father?", "I keep putting things off all the time",
        "Remember what helped in spring?", "I feel lonely", "everything at once, too much",
        "what do you mean, I failed?",
        "Ich weiß nicht, wie ich das alles bis Freitag schaffen und trotzdem ruhig schlafen soll",
        "我很累，不知道怎么办", "Я устал", "なぜ眠れないの？", "Tell me what to do about the report",
        "It is about work and I would like you to look at it properly this time please",
    ])
    func `a message about somebody's life or work needs the team`(_ message: String) {
        #expect(CoordinationHeuristic.needsCoordination(message))
    }

    @Test(
        arguments: [
            ("", .empty), ("   \n", .empty), ("?!", .empty), ("👋", .empty), ("hi", .greeting), ("Hello!", .greeting),
            ("HEY THERE", .greeting), ("Good morning :)", .greeting), ("thanks", .thanks),
            ("Thank you so much!", .thanks),
            ("thx", .thanks), ("bye", .farewell), ("Good night.", .farewell), ("How are you?", .wellBeing),
            ("who are you?", .identity), ("What can you do?", .identity), ("ok", .agreement),
            ("That makes sense.", .agreement),
            ("no", .refusal), ("No, thanks", .refusal), ("What do you mean by that?", .clarification),
            ("Could you explain that again, please?", .clarification), ("I don't understand.", .clarification),
        ] as [(String, CoordinationHeuristic.SmallTalk)])
    func `small talk is recognised and needs nobody`(_ message: String, _ kind: CoordinationHeuristic.SmallTalk) {
        #expect(CoordinationHeuristic.smallTalk(message) == kind)
        #expect(!CoordinationHeuristic.needsCoordination(message))
    }

    @Test(arguments: ["lovely weather", "haha", "Berlin", "yes it was a nice film", "the weather is fine"])
    func `idle talk needs nobody either`(_ message: String) {
        #expect(!CoordinationHeuristic.needsCoordination(message))
    }

    @Test func `a message without end is judged by its beginning`() {
        #expect(CoordinationHeuristic.needsCoordination(String(repeating: "my head is full ", count: 500_000)))
        #expect(!CoordinationHeuristic.needsCoordination(String(repeating: " ", count: 5_000_000)))
    }
}
