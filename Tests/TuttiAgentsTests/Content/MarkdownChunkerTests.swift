import Testing
import TuttiAgents

@Suite struct MarkdownChunkerTests {
    private static func summary(_ text: String) -> [String] {
        MarkdownChunker.chunks(of: text).map { chunk in
            "\(chunk.firstLine)-\(chunk.lastLine) \(chunk.headings.joined(separator: " > ")): \(chunk.text)"
        }
    }

    @Test func `headings nest and end with their section`() {
        let text = "intro\n# A\none\n## B ##\ntwo\n### C\nthree\n## D\nfour\n#hash is text\n# E\n"
        #expect(
            Self.summary(text) == [
                "1-1 : intro", "3-3 A: one", "5-5 A > B: two", "7-7 A > B > C: three",
                "9-10 A > D: four\n#hash is text",
            ])
    }

    @Test func `short paragraphs of a section stay together, long ones do not`() {
        let long = String(repeating: "x", count: 600)
        #expect(Self.summary("a\n\n\nb") == ["1-4 : a\n\n\nb"])
        #expect(Self.summary("\(long)\n\nb") == ["1-1 : \(long)", "3-3 : b"])
        let lines = Array(repeating: long, count: 5).joined(separator: "\n")
        #expect(MarkdownChunker.chunks(of: lines).map(\.firstLine) == [1, 3, 5])
    }

    @Test func `what looks like a heading in a fenced block is none`() {
        #expect(Self.summary("# A\n```sh\n# comment\n```\n# B\nb") == ["2-4 A: ```sh\n# comment\n```", "6-6 B: b"])
        #expect(Self.summary("~~~\n# never closed\nx") == ["1-3 : ~~~\n# never closed\nx"])
    }

    @Test func `front matter is left out and line numbers stay right`() {
        #expect(Self.summary("---\ntitle: x\n---\n\ntext") == ["5-5 : text"])
        #expect(Self.summary("---\nno end\n") == ["1-2 : ---\nno end"])
    }

    @Test(arguments: ["a\nb", "a\r\nb", "a\rb"])
    func `every kind of line end counts as one`(text: String) {
        #expect(MarkdownChunker.chunks(of: text).map(\.lastLine) == [2])
    }

    @Test func `an empty text has no chunks, and odd ones no surprises`() {
        #expect(Self.summary("") == [])
        #expect(Self.summary(" \n\t\n") == [])
        #expect(Self.summary("#\n##\n# #") == [])
        #expect(Self.summary("####### seven") == ["1-1 : ####### seven"])
    }
}
