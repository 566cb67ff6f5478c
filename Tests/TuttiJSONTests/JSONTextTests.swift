import Testing
import TuttiJSON

@Suite struct JSONTextTests {
    @Test func `an object that is written member by member is that of the value`() throws {
        let text = JSONText.object { json in
            json.member("yes", true)
            json.member("one", 1)
            json.member("none", Int?.none)
            json.member("half", 0.5)
            json.member("infinite", Double.infinity)
            json.member("text", "a\"b\n\u{2028}")
            json.member("no text", String?.none)
            json.null("nothing")
            json.object("empty") { _ in }
            json.array("mixed") { json in
                json.value(2)
                json.null()
                json.array { json in json.value("x") }
                json.object { json in json.member("deep", false) }
                json.value(JSONText(["done", [:]]))
            }
            json.member("written", JSONText([1, 2]))
            json.member("last", "")
        }
        let value: JSONValue = [
            "yes": true, "one": 1, "none": .null, "half": 0.5, "infinite": .null, "text": "a\"b\n\u{2028}",
            "no text": .null, "nothing": .null, "empty": [:],
            "mixed": [2, .null, ["x"], ["deep": false], ["done", [:]]], "written": [1, 2], "last": "",
        ]
        #expect(text.text == value.serialized())
        #expect(text == JSONText(value))
        #expect(try JSONValue(parsing: text.bytes) == value)
    }

    @Test func `an object without members is one`() { #expect(JSONText.object { _ in }.text == "{}") }
}
