import Testing
import TuttiServer

@Suite struct TokenLimitTests {
    @Test(
        arguments: [
            ("", 1, ""), ("four", 1, "four"), ("fours", 1, "four"), ("eight ok", 2, "eight ok"), ("größer", 1, "grö"),
            ("größe", 2, "größe"), ("abc…d", 1, "abc"), ("ab\r\ncd", 1, "ab\r\n"), ("abc\r\nd", 1, "abc"),
            ("any", .max, "any"), ("any", nil, "any"),
        ] as [(String, Int?, String)])
    func `a text ends behind four bytes a token, at the end of a character`(
        text: String, maximum: Int?, shown: String
    ) {
        let whole = text.map { String($0) }
        for cut in 0...whole.count {
            var limit = TokenLimit(maximum)
            let pieces = [whole[..<cut], whole[cut...]].map { $0.joined() }
            #expect(pieces.map { limit.pass($0) }.joined() == shown)
            #expect(limit.isReached == (shown != text))
        }
    }

    @Test func `nothing passes any more, also when it would fit`() {
        var limit = TokenLimit(1)
        #expect(limit.pass("abc") == "abc")
        #expect(limit.pass("👩‍👧") == "")
        #expect(limit.pass("d") == "")
        #expect(limit.isReached)
    }
}
