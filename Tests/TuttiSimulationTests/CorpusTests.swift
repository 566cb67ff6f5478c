import Foundation
import Testing
import TuttiSimulation

/// The seeds that once found something, again.
@Suite struct CorpusTests {
    @Test func `no seed of the corpus finds anything any more`() throws {
        let url = try #require(Bundle.module.url(forResource: "Corpus/seeds", withExtension: "txt"))
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(!lines.isEmpty)
        for line in lines {
            let seed = try #require(line.split(separator: " ").first.flatMap { UInt64($0) }, "\(line)")
            let violations = Replay(seed: seed).violations
            #expect(violations == [], "\(line)")
        }
    }
}
