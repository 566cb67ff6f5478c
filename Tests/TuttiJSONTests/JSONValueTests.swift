import Testing
import TuttiJSON

@Suite struct JSONValueTests {
    @Test func `a document comes back as it was written`() throws {
        let text = #"{"b":[1,-2.5,true,null],"a":{"x":"é\n\"\\","y":""},"e":[],"o":{}}"#
        #expect(try JSONValue(parsing: text).serialized() == text)
    }

    @Test func `pretty text reads the same`() throws {
        let value: JSONValue = ["a": [1, 2], "b": ["c": nil]]
        #expect(
            value.serialized(pretty: true) == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {\n    \"c\": null\n  }\n}")
        #expect(try JSONValue(parsing: value.serialized(pretty: true)) == value)
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "01", "1.", ".5", "+1", "NaN", "1e999", "\"\u{1}\"",
        "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"abc", "truex", "nul", "1 2", "[1 2]", "{\"a\" 1}", "-",
    ])
    func `what is not JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func `a duplicate key is refused at its place`() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\"a\":1,\n \"a\":2}") }
        #expect(error?.description == "line 2, column 2: duplicate key \"a\"")
    }

    @Test(arguments: 2...20)
    func `a duplicate of any key is refused, however many there are`(count: Int) throws {
        let keys = (0..<count).map { "k\($0)" }
        let members = keys.map { "\"\($0)\":1" }
        #expect(try JSONValue(parsing: "{\(members.joined(separator: ","))}").object?.keys == keys)
        for member in members {
            let text = "{\((members + [member]).joined(separator: ","))}"
            #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        }
    }

    @Test(arguments: [
        ("", "\"\""), ("plain ASCII", "\"plain ASCII\""), ("\u{7F}", "\"\u{7F}\""), ("ends with é", "\"ends with é\""),
        ("a\"b", "\"a\\\"b\""), ("tab\tthere", "\"tab\\tthere\""), ("\\", "\"\\\\\""), ("é", "\"\\u00e9\""),
    ])
    func `a string is read as it is, whatever it begins with`(text: String, written: String) throws {
        #expect(try JSONValue(parsing: written) == .string(text))
        #expect(try JSONValue(parsing: "[\(written),\"next\"]") == [.string(text), "next"])
    }

    @Test(arguments: ["\"", "\"abc", "\"abc\\", "\"a\u{1}b\"", "\"a\nb\"", "\"é"])
    func `a string without end or with a control character is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func `depth is bounded, so hostile nesting cannot overflow the stack`() {
        let error = #expect(throws: JSONError.self) {
            try JSONValue(parsing: String(repeating: "[", count: 1_000_000))
        }
        #expect(error?.message == "nested deeper than 128 levels")
    }

    @Test func `invalid UTF-8 is refused`() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22] as [UInt8]) }
    }

    @Test func `escapes and surrogate pairs are decoded`() throws {
        #expect(try JSONValue(parsing: #""\u00e9\ud83d\ude00\/\b""#) == "é😀/\u{8}")
    }

    @Test func `integers and doubles stay apart`() throws {
        #expect(try JSONValue(parsing: "[1,1.0,9223372036854775808]") == [1, 1.0, .double(9_223_372_036_854_775_808)])
        #expect(JSONValue.double(3).integer == 3)
        #expect(JSONValue.double(3.5).integer == nil)
    }

    @Test func `a prefix ends where its value ends`() throws {
        let bytes = Array("noise {\"a\":1} more".utf8)
        let (value, end) = try JSONValue.parsePrefix(of: bytes, from: 6)
        #expect(value == ["a": 1])
        #expect(end == 13)
    }

    @Test func `control characters and line separators never reach the output raw`() {
        #expect(JSONValue.string("\u{1B}[31m\u{9B}\u{2028}").serialized() == #""\u001b[31m\u009b\u2028""#)
    }
}
