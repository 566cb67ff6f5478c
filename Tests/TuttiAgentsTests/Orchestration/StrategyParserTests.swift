import Testing
import TuttiAgents

@Suite struct StrategyParserTests {
    private static let plain =
        #"{"agents":[{"name":"memory","prompt":"p","after":[]}],"synthesis":"s","reasoning":"r"}"#
    private static let expected = Strategy(
        [.init("memory", prompt: "p")], synthesis: "s", reasoning: "r")

    struct Accepted: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var testDescription: String { self.name }
    }

    static let accepted: [Accepted] = [
        .init(name: "nothing around it", text: plain),
        .init(name: "white space around it", text: "\n\t  \(plain)\r\n\n"),
        .init(name: "a byte order mark", text: "\u{FEFF}\(plain)"),
        .init(name: "a fence", text: "```\n\(plain)\n```"),
        .init(name: "a fence with a language", text: "```json\n\(plain)\n```"),
        .init(name: "a fence of tildes", text: "~~~json\n\(plain)\n~~~"),
        .init(name: "a fence without end", text: "```json\n\(plain)"),
        .init(name: "prose before", text: "Sure! Here is the plan:\n\n\(plain)"),
        .init(name: "prose after", text: "\(plain)\n\nLet me know if it fits."),
        .init(name: "braces in the prose", text: "The set {memory, tasks} and {} and {{x}}: \(plain) {done}"),
        .init(name: "a bracket in the prose", text: "[draft] \(plain)"),
        .init(name: "thoughts before", text: "<think>maybe {\"agents\": [\"tasks\"]}</think>\(plain)"),
        .init(name: "the same twice", text: "\(plain)\n\(plain)"),
        .init(name: "a wrapper", text: #"{"strategy": \#(plain)}"#),
        .init(name: "a wrapper with company", text: #"{"id": 1, "plan": {"x": [\#(plain)]}}"#),
        .init(name: "unknown members", text: plain.replacing(#""synthesis""#, with: #""mood":{"a":[1]},"synthesis""#)),
        .init(name: "another object before", text: #"{"note": "first"} \#(plain)"#),
        .init(
            name: "an odd order", text: #"{"reasoning":"r","synthesis":"s","agents":[{"prompt":"p","name":"memory"}]}"#),
        .init(
            name: "null for what may be missing",
            text: #"{"agents":[{"name":"memory","prompt":"p","after":null}],"synthesis":"s","reasoning":"r","x":null}"#),
        .init(
            name: "escapes",
            text: #"{"agents":[{"name":"m\u0065mory","prompt":"\u0070"}],"synthesis":"s","reasoning":"r"}"#),
        .init(name: "Windows lines", text: "```json\r\n\(plain)\r\n```\r\n"),
    ]

    @Test(arguments: accepted) func `a strategy is found in`(_ sample: Accepted) throws {
        #expect(try StrategyParser().parse(sample.text) == Self.expected)
    }

    @Test func `a name alone is an agent that is asked the question itself`() throws {
        let strategy = try StrategyParser().parse(#"{"agents": ["memory", {"name": "tasks", "prompt": "  "}]}"#)
        #expect(strategy == Strategy([.init("memory"), .init("tasks")]))
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var code: OrchestrationError.Code
        var place: String?
        var testDescription: String { self.name }
    }

    private static func agents(_ list: String) -> String { #"{"agents": \#(list), "synthesis": "s"}"# }

    static let refused: [Refused] = [
        .init(name: "nothing", text: "", code: .notJSON),
        .init(name: "white space", text: " \n\t", code: .notJSON),
        .init(name: "a byte order mark alone", text: "\u{FEFF}", code: .notJSON),
        .init(name: "prose", text: "I would ask memory and tasks.", code: .notJSON),
        .init(name: "a refusal", text: "I'm sorry, but I can't help with that.", code: .notJSON),
        .init(name: "YAML", text: "agents:\n  - memory\n", code: .notJSON),
        .init(name: "a list", text: #"["memory"]"#, code: .notJSON),
        .init(name: "a string", text: #""memory""#, code: .notJSON),
        .init(name: "a number", text: "42", code: .notJSON),
        .init(name: "null", text: "null", code: .notJSON),
        .init(name: "an empty object", text: "{}", code: .notJSON),
        .init(name: "an empty fence", text: "```json\n```", code: .notJSON),
        .init(name: "an object of something else", text: #"{"answer": "42"}"#, code: .notJSON),
        .init(name: "the key in another case", text: #"{"Agents": ["memory"]}"#, code: .notJSON),
        .init(
            name: "a schema instead of a value", text: #"{"type": "object", "required": ["agents"]}"#, code: .notJSON),
        .init(name: "cut in a key", text: #"{"agen"#, code: .notJSON, place: "line 1, column 2"),
        .init(name: "cut in a text", text: #"{"agents": [{"name": "mem"#, code: .notJSON, place: "line 1, column 22"),
        .init(name: "cut in a list", text: #"{"agents": ["memory","#, code: .notJSON, place: "line 1, column 22"),
        .init(name: "cut before the end", text: #"{"agents": ["memory"]"#, code: .notJSON, place: "line 1, column 22"),
        .init(name: "a trailing comma in a list", text: #"{"agents": ["memory",]}"#, code: .notJSON),
        .init(name: "a trailing comma in an object", text: #"{"agents": ["memory"],}"#, code: .notJSON),
        .init(name: "a missing comma", text: #"{"agents": ["memory"] "synthesis": "s"}"#, code: .notJSON),
        .init(name: "single quotes", text: "{'agents': ['memory']}", code: .notJSON),
        .init(name: "keys without quotes", text: "{agents: [\"memory\"]}", code: .notJSON),
        .init(name: "typographic quotes", text: "{“agents”: [“memory”]}", code: .notJSON),
        .init(name: "a comment", text: "{\"agents\": [\"memory\"] // all\n}", code: .notJSON),
        .init(name: "NaN", text: #"{"agents": ["memory"], "x": NaN}"#, code: .notJSON),
        .init(name: "Infinity", text: #"{"agents": ["memory"], "x": -Infinity}"#, code: .notJSON),
        .init(name: "a number beyond all", text: #"{"agents": ["memory"], "x": 1e999}"#, code: .notJSON),
        .init(name: "a number with a zero before it", text: #"{"agents": ["memory"], "x": 007}"#, code: .notJSON),
        .init(name: "Python's words", text: #"{"agents": ["memory"], "x": None, "y": True}"#, code: .notJSON),
        .init(name: "a lone surrogate", text: #"{"agents": ["\ud800"]}"#, code: .notJSON),
        .init(name: "an unknown escape", text: #"{"agents": ["\x41"]}"#, code: .notJSON),
        .init(name: "a raw line break in a text", text: "{\"agents\": [\"mem\nory\"]}", code: .notJSON),
        .init(name: "a raw NUL in a text", text: "{\"agents\": [\"mem\u{0}ory\"]}", code: .notJSON),
        .init(name: "duplicate agents", text: #"{"agents": ["a"], "agents": ["b"]}"#, code: .notJSON),
        .init(name: "duplicate names", text: #"{"agents": [{"name": "a", "name": "b"}]}"#, code: .notJSON),
        .init(
            name: "duplicate keys that differ in their escapes", text: #"{"agents": ["a"], "\u0061gents": ["b"]}"#,
            code: .notJSON),
        .init(
            name: "duplicate keys around it", text: #"{"x": 1, "x": {"agents": ["memory"]}}"#, code: .notJSON),
        .init(
            name: "a depth of a million", text: #"{"agents":"# + String(repeating: "[", count: 60_000), code: .notJSON),
        .init(
            name: "a depth of objects", text: String(repeating: #"{"a":"#, count: 10_000), code: .notJSON),
        .init(name: "50 MB", text: String(repeating: "x", count: 50 << 20), code: .tooLarge),
        .init(
            name: "one byte too many",
            text: Self.plain + String(repeating: " ", count: (64 << 10) + 1 - Self.plain.utf8.count),
            code: .tooLarge),
        .init(
            name: "a long prompt",
            text: Self.agents(#"[{"name":"a","prompt":"\#(String(repeating: "p", count: 9000))"}]"#),
            code: .tooLarge, place: "agents[0].prompt"),
        .init(name: "two strategies", text: #"{"agents": ["a"]} or {"agents": ["b"]}"#, code: .ambiguous),
        .init(name: "agents as text", text: Self.agents(#""memory""#), code: .malformed, place: "agents"),
        .init(name: "agents as an object", text: Self.agents(#"{"memory": "p"}"#), code: .malformed, place: "agents"),
        .init(name: "agents null", text: Self.agents("null"), code: .malformed, place: "agents"),
        .init(name: "nobody", text: Self.agents("[]"), code: .malformed, place: "agents"),
        .init(name: "a number as an agent", text: Self.agents("[1]"), code: .malformed, place: "agents[0]"),
        .init(name: "a list as an agent", text: Self.agents(#"["a", []]"#), code: .malformed, place: "agents[1]"),
        .init(name: "an agent without name", text: Self.agents("[{}]"), code: .malformed, place: "agents[0].name"),
        .init(
            name: "a number as a name", text: Self.agents(#"[{"name": 7}]"#), code: .malformed, place: "agents[0].name"),
        .init(name: "an empty name", text: Self.agents(#"[""]"#), code: .malformed, place: "agents[0]"),
        .init(
            name: "a long name", text: Self.agents(#"["\#(String(repeating: "n", count: 129))"]"#), code: .malformed,
            place: "agents[0]"),
        .init(
            name: "a prompt that is no text", text: Self.agents(#"[{"name":"a","prompt":{"x":1}}]"#), code: .malformed,
            place: "agents[0].prompt"),
        .init(
            name: "a name to wait for that is no list", text: Self.agents(#"[{"name":"a","after":"b"}]"#),
            code: .malformed, place: "agents[0].after"),
        .init(
            name: "a number to wait for", text: Self.agents(#"[{"name":"a","after":["b",2]}]"#), code: .malformed,
            place: "agents[0].after[1]"),
        .init(
            name: "many to wait for",
            text: Self.agents(
                #"[{"name":"a","after":[\#(Array(repeating: #""b""#, count: 33).joined(separator: ","))]}]"#),
            code: .malformed, place: "agents[0].after"),
        .init(
            name: "a synthesis that is no text", text: #"{"agents": ["a"], "synthesis": ["s"]}"#, code: .malformed,
            place: "synthesis"),
        .init(
            name: "33 agents", text: Self.agents("[\((0..<33).map { "\"a\($0)\"" }.joined(separator: ","))]"),
            code: .tooLarge, place: "agents"),
        .init(
            name: "10,000 agents", text: Self.agents("[\((0..<10_000).map { "\"\($0)\"" }.joined(separator: ","))]"),
            code: .tooLarge),
    ]

    @Test(arguments: refused) func `a hostile answer is refused, with its place`(_ sample: Refused) {
        let error = #expect(throws: OrchestrationError.self) { try StrategyParser().parse(sample.text) }
        #expect(error?.code == sample.code, "\(error.map { "\($0)" } ?? "")")
        if let place = sample.place { #expect(error?.place == place) }
    }

    @Test func `no prefix and no single broken byte of an answer crashes, and no prefix is taken for the whole`() {
        let bytes = Array("Here:\n```json\n\(Self.plain)\n```".utf8)
        let end = 14 + Self.plain.utf8.count
        for length in 0..<end {
            #expect(throws: OrchestrationError.self) {
                try StrategyParser().parse(String(decoding: bytes[..<length], as: UTF8.self))
            }
        }
        for index in bytes.indices {
            for byte in [UInt8(0x00), 0x22, 0x5C, 0x7B, 0x7D, 0x80, 0xFF] {
                var broken = bytes
                broken[index] = byte
                // Only the absence of a trap is tested: some of these are still strategies.
                _ = try? StrategyParser().parse(String(decoding: broken, as: UTF8.self))
            }
        }
    }

    @Test func `the hardest answers of the allowed length are read in a bounded number of steps`() {
        let limit = StrategyParser.maximumLength
        for unit in [#"{"a":{"#, #"{"":"#, #"{"a":1}"#, "{ \"", "{{", #"{"a":[{"#, "</think>", "{\"a\":\"{\\\"\"}"] {
            let text = String(repeating: unit, count: limit / unit.utf8.count)
            #expect(throws: OrchestrationError.self) { try StrategyParser().parse(text) }
        }
    }
}
