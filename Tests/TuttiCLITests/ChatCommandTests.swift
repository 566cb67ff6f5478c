import Foundation
import Testing
import TuttiJSON

@Suite(.timeLimit(.minutes(2))) struct ChatCommandTests {
    private static let help = """
        /plan     the plan of the last answer
        /why      whom the last answer asked, whom not, and why
        /report   write a report about this conversation and save it
        /morning  a short brief for the day: what is due, what was planned, one question
        /help     this list
        /quit     end; what was said is remembered

        """

    @Test func `a conversation from the greeting to what is remembered`() async throws {
        let program = try CommandLineProgram()
        let input = ["hello", "/help", "/plan", "/why", "I am overwhelmed with my tasks", "/why", "/plan", "/report"]
        let result = try await program.run(
            "chat", input: (input + ["/nope", "/quit", "never read"]).joined(separator: "\n"))
        let greeting = "Hello! What is on your mind today?\n"
        #expect(
            result.output.hasPrefix(greeting + Self.help + "Nobody has been asked yet.\nNobody has been asked yet.\n"))
        let answer = try #require(result.output.range(of: "You wrote: “I am overwhelmed with my tasks.”"))
        let after = result.output[answer.upperBound...]
        #expect(
            after.contains(
                """

                coordination: 4 agents, 2 phases
                  1  memory
                     mcp
                     personal
                  2  answer (50 ms) [final]  ← wants memory, mcp, personal

                """))
        let reasons = [
            "A question of the kind 'feelings': it has words of distress; 'overwhelmed' is to be taken seriously",
            "Whom to ask: the standard agents, each with the question itself", "  memory: succeeded, from ",
            "  mcp: succeeded, from ", "  personal: succeeded, from ",
        ]
        for reason in reasons { #expect(after.contains("\n\(reason)"), "\(reason)") }
        #expect(after.contains("## What we talked about\n\n- “I am overwhelmed with my tasks”\n"))
        #expect(result.output.hasSuffix("/nope is not a command; /help lists them.\n"))
        #expect(!result.output.contains("never read"))
        #expect(result.messages.contains("Tell me what is on your mind. /help lists commands."))
        #expect(result.messages.last == "Remembered 1 exchange.")
        #expect(result.code == 0)

        let saved = try #require(result.error.firstMatch(of: /Saved as (.+)/)).output.1
        #expect(try program.permissions(of: String(saved)) == 0o600)
        let report = try String(contentsOfFile: String(saved), encoding: .utf8)
        #expect(report.hasPrefix("# ") && result.output.contains(report))
    }

    @Test func `the end of the input ends the chat, and what was said is remembered`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("init", "-q")
        let result = try await program.run("chat", input: "I worry about the harpsichord recital with my tasks")
        #expect(result.messages.last == "Remembered 1 exchange." && result.code == 0)
        let found = try await program.run("memory", "search", "harpsichord", "--json").json()
        #expect(found.array?.first?["kind"] == "conversation")
        #expect(found.array?.first?["text"]?.string?.contains("harpsichord") == true)
    }

    @Test func `a new session knows the plan of the last one, and begins the day with it`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("init", "-q")
        _ = try await program.run("chat", input: "I will call Mara about the harpsichord on Friday")
        let greeted = try await program.run("chat", "-q", input: "hello\n")
        #expect(greeted.output.contains("you planned: “I will call Mara about the harpsichord on Friday”"))
        let asked = try await program.run("chat", "-q", input: "what did I plan?\n")
        #expect(asked.output.contains("I will call Mara about the harpsichord on Friday"))
        for (arguments, input) in [(["chat", "-q", "--morning"], ""), (["chat", "-q"], "/morning\n")] {
            let morning = try await program.shell(#""$TUTTI" "$@""#, arguments, input: input)
            #expect(morning.output.hasPrefix("Good morning.\n\n"))
            #expect(morning.output.contains("  • “I will call Mara about the harpsichord on Friday” ["))
            #expect(morning.output.contains("Will you begin with that, or has something changed?"))
            #expect(morning.error.isEmpty && morning.code == 0)
        }
    }

    @Test func `nothing said is nothing remembered`() async throws {
        let result = try await CommandLineProgram().run("chat", "--quiet", input: "\n   \n/quit\n")
        #expect(result.output.isEmpty && result.error.isEmpty && result.code == 0)
    }

    @Test(arguments: ["--json", "--events"]) func `a chat is for people`(flag: String) async throws {
        let result = try await CommandLineProgram().run("chat", flag)
        #expect(result.code == 2)
        #expect(result.error == "tutti: chat is for people: use ask with --json or --events\n")
    }
}
