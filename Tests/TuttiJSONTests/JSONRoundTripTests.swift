import Testing
import TuttiJSON

@Suite struct JSONRoundTripTests {
    /// A small generator of its own (xorshift), so that these tests need nothing but the module.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state ^= self.state << 13
            self.state ^= self.state >> 7
            self.state ^= self.state << 17
            return self.state
        }
    }

    private static func value(_ depth: Int, _ dice: inout Dice) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 7 : 5), using: &dice) {
        case 0: .null
        case 1: .bool(Bool.random(using: &dice))
        case 2: .integer(Int(truncatingIfNeeded: dice.next()) >> Int.random(in: 0...63, using: &dice))
        case 3: .double(Double(sign: .minus, exponent: Int.random(in: -60...60, using: &dice), significand: 1.1))
        case 4, 5: .string(Self.text(&dice))
        case 6: .array((0..<Int.random(in: 0...4, using: &dice)).map { _ in Self.value(depth - 1, &dice) })
        default:
            .object(
                JSONObject(
                    (0..<Int.random(in: 0...4, using: &dice)).map {
                        ("\($0)\(Self.text(&dice))", Self.value(depth - 1, &dice))
                    }
                ))
        }
    }

    private static func text(_ dice: inout Dice) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "\"", "\\", "\n", "\u{0}", "\u{1F}", "é", "\u{301}", "😀", "\u{2028}", "/", "\u{7F}",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...6, using: &dice) { text.append(scalars.randomElement(using: &dice) ?? "a") }
        return String(text)
    }

    @Test func `whatever is written is read back as it was, on one line and over several`() throws {
        var dice = Dice(state: 1)
        for round in 0..<2000 {
            let value = Self.value(4, &dice)
            #expect(try JSONValue(parsing: value.serialized()) == value, "round \(round)")
            #expect(try JSONValue(parsing: value.serialized(pretty: true)) == value, "round \(round)")
        }
    }

    @Test func `a document that ends anywhere before its end is refused, with a place inside it`() throws {
        let bytes = Array(#"{"a":[1,-2.5e3,true,null,"x\u00e9\ud83d\ude00é"],"b":{"c":""}}"#.utf8)
        _ = try JSONValue(parsing: bytes)
        for count in bytes.indices {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes[..<count]) }
            #expect(error.map { $0.offset <= count && $0.line == 1 } == true)
        }
    }

    @Test func `no single changed byte crashes the reader, and what it accepts it can write`() throws {
        let bytes = Array(#"{"a":[1,-2.5e3,true,null,"x\u00e9é"],"b":{"c":""}}"#.utf8)
        for index in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = byte
                guard let value = try? JSONValue(parsing: changed) else { continue }  // refused is as good
                #expect(try JSONValue(parsing: value.serialized()) == value)
            }
        }
    }

    @Test func `depth: exactly the maximum is read, one more is not, on an own limit too`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        let maximum = JSONValue.defaultMaximumDepth
        #expect(try JSONValue(parsing: nested(maximum)).array?.count == 1)
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(maximum + 1)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(3), maximumDepth: 2) }
        #expect(try JSONValue(parsing: "7", maximumDepth: 0) == 7)
    }

    @Test func `numbers at the edges`() throws {
        #expect(try JSONValue(parsing: "9223372036854775807") == .integer(.max))
        #expect(try JSONValue(parsing: "-9223372036854775808") == .integer(.min))
        #expect(try JSONValue(parsing: "-0") == .integer(0))
        #expect(try JSONValue(parsing: "1e-400") == .double(0))
        #expect(JSONValue.double(.nan).serialized() == "null")
        #expect(JSONValue.double(1e16).serialized() == "1e+16")
        #expect(JSONValue.double(1e14).serialized() == "100000000000000.0")
        #expect(JSONValue.double(-0.5).serialized() == "-0.5")
    }

    @Test func `a number is written as the shortest text that stands for it`() {
        var dice = Dice(state: 7)
        for round in 0..<2_000 {
            let whole = Int.random(in: 0..<(1 << (round % 50 + 1)), using: &dice)
            for value in [Double(whole) / 1_000, Double(whole), Double(whole) / 999, -Double(whole) / 1_000 - 1] {
                #expect(JSONValue.double(value).serialized() == value.description)
            }
        }
        #expect(JSONValue.double(-0.0).serialized() == "0.0")
        #expect(JSONValue.integer(.min).serialized() == "-9223372036854775808")
    }
}
