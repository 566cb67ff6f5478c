import Testing
import TuttiAgents
import TuttiCore

@Suite struct StrategyStreamParserTests {
    private static let opening = #"{"agents":["#
    private static let closing = #"],"synthesis":"s","reasoning":"r"}"#

    /// What comes out of a text that is cut into pieces of the given sizes, the last of them repeated.
    private static func emitted(_ text: [UInt8], sizes: [Int] = [Int.max]) -> [Strategy.Assignment] {
        var parser = StrategyStreamParser()
        var rest = text[...]
        var emitted: [Strategy.Assignment] = []
        var index = 0
        while !rest.isEmpty {
            let piece = rest.prefix(sizes[min(index, sizes.count - 1)])
            emitted += parser.append(utf8: piece)
            rest = rest.dropFirst(piece.count)
            index += 1
        }
        return emitted
    }

    private static func names(_ text: String) -> [String] { self.emitted(Array(text.utf8)).map(\.agent) }

    // MARK: The byte at which an assignment comes out

    struct Element: Sendable {
        var text: String
        var assignment: Strategy.Assignment
    }

    static let elements: [Element] = [
        .init(
            text: #"{"name":"memory","prompt":"p","after":[]}"#, assignment: .init("memory", prompt: "p")),
        .init(text: #""tasks""#, assignment: .init("tasks")),
        .init(text: #"{ "name" : "notes" , "prompt" : null }"#, assignment: .init("notes")),
        .init(
            text: #"{"after":["memory","tasks"],"prompt":"{\"[\\\"}]","name":"graph"}"#,
            assignment: .init("graph", prompt: #"{"[\"}]"#, after: ["memory", "tasks"])),
        .init(
            text: #"{"name":"\u00e9t\u00e9 \ud83d\ude00 ü😀","x":{"y":[1.5e3,-0,true,false,null]}}"#,
            assignment: .init("été 😀 ü😀")),
    ]

    static let surroundings: [(before: String, after: String)] = [
        ("", ""), ("\u{FEFF}", ""), ("\n```json\n", "\n```\n"), ("Sure, {it} is {} a {{plan}}: ", "\nGood luck {you}!"),
        ("<think>maybe {\"agents\":[\"draft\"]}</think>", ""),
        ("<think>a</think>b<think>{\"agents\":[\"c\"]}</think>", ""),
        (#"{"note":"first","n":12,"list":[{"a":1}]} then "#, ""),
    ]

    @Test(arguments: surroundings.indices)
    func `an assignment comes out at the very byte that completes it`(_ index: Int) throws {
        let (before, after) = Self.surroundings[index]
        var parser = StrategyStreamParser()
        let head = Array((before + Self.opening).utf8)
        for byte in head { #expect(parser.append(utf8: [byte]).isEmpty) }
        for (index, element) in Self.elements.enumerated() {
            let bytes = Array(((index == 0 ? " " : ", ") + element.text).utf8)
            for byte in bytes.dropLast() { #expect(parser.append(utf8: [byte]).isEmpty) }
            #expect(parser.append(utf8: [bytes.last!]) == [element.assignment])
        }
        for byte in Array((Self.closing + after).utf8) { #expect(parser.append(utf8: [byte]).isEmpty) }
        #expect(try parser.finish().assignments == Self.elements.map(\.assignment))
    }

    @Test func `one piece may complete several assignments`() {
        var parser = StrategyStreamParser()
        #expect(parser.append(#"{"agents":["a","b",{"na"#) == [.init("a"), .init("b")])
        #expect(parser.append(#"me":"c"}"#) == [.init("c")])
    }

    // MARK: Agreement with the parser of whole texts

    @Test(arguments: StrategyParserTests.accepted)
    func `what is found in a whole text comes out of the stream`(_ sample: StrategyParserTests.Accepted) throws {
        var parser = StrategyStreamParser()
        let emitted = sample.text.unicodeScalars.flatMap { parser.append(String($0)) }
        #expect(try emitted == parser.finish().assignments)
        #expect(try parser.finish() == StrategyParser().parse(sample.text))
    }

    @Test(arguments: StrategyParserTests.refused)
    func `what is refused is refused in the same words`(_ sample: StrategyParserTests.Refused) throws {
        var parser = StrategyStreamParser()
        let isLong = sample.text.utf8.count > 100_000
        for piece in isLong ? [sample.text] : sample.text.unicodeScalars.map(String.init) { _ = parser.append(piece) }
        let expected = #expect(throws: OrchestrationError.self) { try StrategyParser().parse(sample.text) }
        let error = #expect(throws: OrchestrationError.self) { try parser.finish() }
        #expect(error == expected)
    }

    private static let seeds = StrategyParserTests.accepted.map(\.text) + StrategyParserTests.refused.map(\.text)

    private static let syntax = Array(#"{}[]",:\0e<"#.utf8)

    /// The text as it is, or with some bytes changed, removed, repeated, or another text put into it.
    private static func mutant(_ text: String, using random: inout SeededRandomNumberGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...6, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 2: bytes.insert(contentsOf: [Self.syntax.randomElement(using: &random)].compactMap(\.self), at: place)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            default:
                bytes.insert(contentsOf: (Self.seeds.randomElement(using: &random) ?? "").utf8.prefix(300), at: place)
            }
        }
        return Array(bytes.prefix(2000))
    }

    @Test(arguments: 0..<8)
    func `cutting the text differently changes nothing, and what came out is what the text begins with`(
        _ seed: UInt64
    ) {
        var random = SeededRandomNumberGenerator(seed: seed)
        var agreed = 0
        for text in Self.seeds where text.utf8.count < 4000 {
            for _ in 0..<20 {
                let mutant = Self.mutant(text, using: &random)
                let whole = Self.emitted(mutant)
                let sizes = (0..<9).map { _ in Int.random(in: 1...7, using: &random) }
                #expect(Self.emitted(mutant, sizes: sizes) == whole)
                #expect(whole.count == Set(whole.map(\.agent)).count)
                guard let strategy = Self.strategy(mutant), Self.isConsistent(mutant) else { continue }
                var distinct: [Strategy.Assignment] = []
                for assignment in strategy.assignments where !distinct.contains(where: { $0.agent == assignment.agent })
                {
                    distinct.append(assignment)
                }
                #expect(distinct.starts(with: whole), "\(String(decoding: mutant, as: UTF8.self))")
                agreed += whole.isEmpty ? 0 : 1
            }
        }
        // Otherwise it said nothing.
        #expect(agreed > 100)
    }

    private static func strategy(_ text: [UInt8]) -> Strategy? {
        var parser = StrategyStreamParser()
        _ = parser.append(utf8: text)
        return try? parser.finish()
    }

    /// Whether nothing came out before the last end of thoughts, which takes back what came before it.
    private static func isConsistent(_ text: [UInt8]) -> Bool {
        let mark = Array("</think>".utf8)
        guard let last = text.indices.last(where: { text[$0...].starts(with: mark) }) else { return true }
        return Self.emitted(Array(text[..<last])).isEmpty
    }

    @Test(arguments: StrategyParserTests.accepted)
    func `a text that breaks off gives the beginning of what the whole gives`(_ sample: StrategyParserTests.Accepted) {
        let bytes = Array(sample.text.utf8)
        let whole = Self.emitted(bytes)
        for length in bytes.indices {
            #expect(whole.starts(with: Self.emitted(Array(bytes[..<length]))))
        }
    }

    // MARK: Where it stops

    static let stops: [(text: String, names: [String])] = [
        // A number ends where something else begins, so it is not complete before.
        (#"{"agents":["a",12"#, ["a"]), (#"{"agents":["a",{"name":"b","x":12"#, ["a"]),
        (#"{"agents":["a",12,"b"]}"#, ["a"]), (#"{"agents":["a",null,"b"]}"#, ["a"]),
        (#"{"agents":["a" "b"]}"#, ["a"]), (#"{"agents":["a",,"b"]}"#, ["a"]), (#"{"agents":[,"a"]}"#, []),
        (#"{"agents":["a",],"x":["b"]}"#, ["a"]), (#"{"agents":["a"}, {"agents":["b"]}"#, ["a"]),
        (#"{"agents":["a",{"name":"b","name":"c"},"d"]}"#, ["a"]), (#"{"agents":["a",{"name":7},"b"]}"#, ["a"]),
        (#"{"agents":["a",{"name":"b","after":"a"},"c"]}"#, ["a"]), (#"{"agents":["a",{"prompt":"p"},"c"]}"#, ["a"]),
        (#"{"agents":["a","","b"]}"#, ["a"]), (#"{"agents":["a","\x","b"]}"#, ["a"]),
        (#"{"agents":["a",{"name":"b" "prompt":"p"},"c"]}"#, ["a"]),
        // Twice the same name comes out once.
        (#"{"agents":["a","a",{"name":"a","prompt":"p"},"b"]}"#, ["a", "b"]),
        // What comes before the list counts.
        (#"{"x":nul,"agents":["a"]}"#, []), (#"{"x":1,"x":2,"agents":["a"]}"#, []), (#"{"x" 1,"agents":["a"]}"#, []),
        (#"{"synthesis":5,"agents":["a"]}"#, []), (#"{"synthesis":null,"agents":["a"]}"#, ["a"]),
        (#"{"agents":"a"}"#, []), (#"{"agents":[]} {"agents":["a"]}"#, []), (#"{"agents":{"agents":["a"]}}"#, []),
        // The outermost list is the one, and only the first object counts.
        (#"{"x":{"agents":["a"]},"agents":["b"]}"#, ["b"]), (#"{"x":{"agents":["a"]}"#, []),
        (#"{"x":{"agents":["a"]}}"#, ["a"]), (#"{"agents":["a"]} {"agents":["b"]}"#, ["a"]),
        // Thoughts.
        (#"<think>{"agents":["a"]}"#, []), (#"<think>{"agents":["a"]}</think>{"agents":["b"]}"#, ["b"]),
        (#"<think>{"agents":["a</think>{"agents":["b"]}"#, ["b"]),
        (#"<think></think><think>{"agents":["a"]}"#, []), (#"Let me <think>{"agents":["a"]}"#, []),
        (#"{"agents": hm</think>{"agents":["b"]}"#, ["b"]), (#"{"agents":["a"]}</think>{"agents":["b"]}"#, ["a"]),
        (#"{"agents":["a","<think>","b"]}"#, ["a", "<think>", "b"]),
    ]

    @Test(arguments: stops.indices) func `it stops at the first thing that is wrong`(_ index: Int) {
        let sample = Self.stops[index]
        #expect(Self.names(sample.text) == sample.names, "\(sample.text)")
        #expect(Self.emitted(Array(sample.text.utf8), sizes: [1]).map(\.agent) == sample.names, "\(sample.text)")
    }

    @Test func `no more assignments come out than a strategy may have`() {
        let names = (0..<40).map { "agent\($0)" }
        let list = names.map { "\"\($0)\"" }.joined(separator: ",")
        #expect(Self.names("{\"agents\":[\(list)]}") == Array(names.prefix(Strategy.maximumAgents)))
    }

    @Test func `a name has the length that the parser allows`() {
        let longest = String(repeating: "n", count: 128)
        #expect(Self.names("{\"agents\":[\"\(longest)\",\"\(longest)x\",\"b\"]}") == [longest])
    }

    @Test func `it nests as deeply as the parser allows`() throws {
        func text(_ depth: Int) -> String {
            let nest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return #"{"x":\#(nest),"agents":[{"name":"a","x":\#(String(nest.dropFirst(2).dropLast(2)))}]}"#
        }
        #expect(Self.names(text(StrategyParser.maximumDepth - 1)) == ["a"])
        #expect(try StrategyParser().parse(text(StrategyParser.maximumDepth - 1)).assignments.count == 1)
        #expect(Self.names(text(StrategyParser.maximumDepth)).isEmpty)
        let inside = String(repeating: "[", count: 14) + String(repeating: "]", count: 14)
        #expect(Self.names(#"{"agents":[{"name":"a","x":\#(inside)}]}"#).isEmpty)
        #expect(throws: OrchestrationError.self) {
            try StrategyParser().parse(#"{"agents":[{"name":"a","x":\#(inside)}]}"#)
        }
    }

    @Test func `a text without end neither grows nor goes on`() throws {
        var parser = StrategyStreamParser()
        for _ in 0..<StrategyParser.maximumLength { #expect(parser.append(" ").isEmpty) }
        #expect(parser.append(#"{"agents":["a"]}"#).isEmpty)
        let error = #expect(throws: OrchestrationError.self) { try parser.finish() }
        #expect(error?.code == .tooLarge)
        #expect(error?.message.hasPrefix("\(StrategyParser.maximumLength + 16) bytes") == true)
    }

    @Test func `as many braces are tried as by the parser`() throws {
        func text(_ count: Int) -> String { String(repeating: #"{"x":1}"#, count: count) + #"{"agents":["a"]}"# }
        #expect(Self.names(text(255)) == ["a"])
        #expect(Self.names(text(256)).isEmpty)
        #expect(throws: OrchestrationError.self) { try StrategyParser().parse(text(256)) }
    }

    @Test(arguments: ["[", "{\"a\":", "{\"agents\":[", "{\"agents\":[{\"x\":[", "\"", "\\", "<think>", "{ "])
    func `repetition does no harm`(_ piece: String) {
        let text = Array(String(repeating: piece, count: StrategyParser.maximumLength / piece.utf8.count).utf8)
        #expect(Self.emitted(text, sizes: [1000]).isEmpty)
    }

    @Test func `bytes of any kind do no harm`() {
        var random = SeededRandomNumberGenerator(seed: 7)
        for _ in 0..<300 {
            let head = Array(#"{"agents":["a",{"name":"b"#.utf8.prefix(Int.random(in: 0...30, using: &random)))
            let bytes = head + (0..<60).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Self.emitted(bytes, sizes: [1]) == Self.emitted(bytes))
        }
    }
}
