import Testing
import TuttiCore

/// What counts as a list in the output of an agent.
@Suite struct ItemListTests {
    static let lists: [(text: String, items: [String])] = [
        ("", []), (" \n \n", []), ("[]", []), ("```\n```", []),
        ("one", ["one"]), ("one\n\n  two \r\nthree", ["one", "two", "three"]),
        (#"["a", "b c", ""]"#, ["a", "b c", ""]),
        (#"[1, true, null, {"k": [2]}, "x"]"#, ["1", "true", "null", #"{"k":[2]}"#, "x"]),
        ("[\n  \"a\",\n  \"b\"\n]\n", ["a", "b"]),
        ("```json\n[\"a\"]\n```", ["a"]), ("```\na\nb\n```", ["a", "b"]),
        ("- a\n- b", ["a", "b"]), ("* a\n• b", ["a", "b"]), ("1. a\n2) b\n10. c", ["a", "b", "c"]),
        ("- a\nb", ["- a", "b"]), ("3. Juni\nheute", ["3. Juni", "heute"]), ("5 apples", ["5 apples"]),
        ("[ ] milk\n[x] bread", ["[ ] milk", "[x] bread"]),
        (#"{"not": "a list"}"#, [#"{"not": "a list"}"#]),
    ]

    @Test(arguments: Self.lists.indices) func `a list is read`(index: Int) throws {
        let (text, items) = Self.lists[index]
        #expect(try ItemList.items(in: text) == items)
    }

    @Test(arguments: [#"["a", "b"#, #"["a" "b"]"#, "[a, b]", #"[{"k": 1}"#, #"["a"] and more"#, "[\n\"a\",\n"])
    func `what begins as a JSON array must be one`(text: String) {
        #expect(throws: ItemList.Malformed.self) { try ItemList.items(in: text) }
    }
}
