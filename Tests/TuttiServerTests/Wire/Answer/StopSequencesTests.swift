import Testing
import TuttiServer

@Suite struct StopSequencesTests {
    @Test(arguments: [
        ("abcdef", [], "abcdef"), ("abcdef", ["cd"], "ab"), ("abcdef", ["ef", "bc"], "a"), ("aaab", ["aab"], "a"),
        ("abcabd", ["abd"], "abc"), ("ab", ["abc"], "ab"), ("one\n\ntwo", ["\n\n"], "one"), ("stop", ["stop"], ""),
        ("größe…", ["ß"], "grö"), ("a👩‍👧b", ["👩"], "a"), ("abab", ["ba", "ab"], ""),
    ])
    func `a text ends before the first sequence, however it comes in pieces`(
        text: String, sequences: [String], shown: String
    ) {
        let scalars = text.unicodeScalars.map { String($0) }
        for cut in 0...scalars.count {
            for second in cut...scalars.count {
                var stop = StopSequences(sequences)
                let pieces = [scalars[..<cut], scalars[cut..<second], scalars[second...]].map { $0.joined() }
                var result = pieces.map { stop.pass($0) }.joined()
                result += stop.finish()
                #expect(result == shown)
                #expect((stop.matched != nil) == (shown != text))
            }
        }
    }

    @Test func `the sequence that was found is told`() {
        var stop = StopSequences(["END", "STOP"])
        #expect(stop.pass("one ST") == "one " && stop.matched == nil)
        #expect(stop.pass("OP END") == "" && stop.matched == "STOP")
    }

    @Test func `only what may begin a sequence is held back`() {
        var stop = StopSequences(["END"])
        #expect(stop.pass("see the E") == "see the ")
        #expect(stop.pass("N") == "")
        #expect(stop.pass("T") == "ENT")
        #expect(stop.finish() == "")
    }
}
