import Testing
import TuttiAgents

@Suite struct SessionNotesTests {
    @Test func `notes can be read back from their text`() {
        let notes = SessionNotes(
            said: ["Mara moves to Lisbon.", "Mara moves to Lisbon.", " "], decided: [],
            planned: ["I call her\non Friday."])
        #expect(notes.text == "Planned:\n- I call her on Friday.\nSaid:\n- Mara moves to Lisbon.")
        #expect(SessionNotes(text: notes.text) == notes)
        #expect(SessionNotes(text: "anything\n- else").isEmpty)
    }

    @Test func `notes are bounded`() {
        let notes = SessionNotes(
            said: (1...100).map { "\($0) " + String(repeating: "x", count: 500) }, planned: ["y"])
        #expect(notes.said.count == SessionNotes.maximumItems)
        #expect(notes.said.allSatisfy { $0.count <= SessionNotes.maximumLength })
    }

    @Test(arguments: [
        #"{"said": ["a"], "decided": [], "planned": ["b"]}"#,
        "<think>{}</think>\n```json\n{\"planned\": [\"b\"], \"said\": [\"a\"], \"decided\": []}\n```\n",
    ])
    func `an answer of a model is read`(_ text: String) throws {
        #expect(try SessionNotesParser.parse(text) == SessionNotes(said: ["a"], planned: ["b"]))
    }

    @Test(arguments: [
        "", "Nothing was planned.", "{}", #"{"said": [], "decided": []}"#,
        #"{"said": [], "decided": [], "planned": "b"}"#,
        #"{"said": [1], "decided": [], "planned": []}"#, #"{"said": [], "decided": [], "planned": [], "more": []}"#,
        #"{"said": [], "decided": [], "planned": []} and more"#,
        #"{"said": [], "said": [], "decided": [], "planned": []}"#,
        #"[{"said": [], "decided": [], "planned": []}]"#, #"{"said": [["a"]], "decided": [], "planned": []}"#,
        #"{"said": [null], "decided": [], "planned": []}"#,
        "{\"said\": [], \"decided\": [], \"planned\": [\"\(String(repeating: "x", count: 3000))\"]}",
        "{\"said\": [\(Array(repeating: "\"x\"", count: 40).joined(separator: ","))], \"decided\": [], \"planned\": []}",
    ])
    func `an answer that is anything else is refused`(_ text: String) {
        #expect(throws: OrchestrationError.self) { try SessionNotesParser.parse(text) }
    }
}
