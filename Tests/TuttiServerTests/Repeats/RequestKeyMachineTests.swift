import Testing
import TuttiCore
import TuttiServer

@Suite struct RequestKeyMachineTests {
    private typealias Machine = RequestKeyMachine

    private static func key(_ text: String, of client: UInt64 = 1) throws -> RequestKey {
        try #require(try RequestKey(text, of: ClientID(client)))
    }

    private static func contents(_ text: String, _ path: String = "/v1/runs") -> RequestFingerprint {
        RequestFingerprint(path, Array(text.utf8))
    }

    @Test func `the same request is begun once, and followed from then on`() throws {
        var machine = Machine()
        let key = try Self.key("k")
        #expect(machine.claim(key, Self.contents("a")) { _ in true } == .begin)
        #expect(machine.claim(key, Self.contents("a")) { _ in true } == .busy)
        machine.began(key, RunID("r"))
        #expect(machine.claim(key, Self.contents("a")) { _ in true } == .follow(RunID("r")))
        #expect(machine.count == 1)
    }

    @Test func `another body or another path is another request`() throws {
        var machine = Machine()
        let key = try Self.key("k")
        _ = machine.claim(key, Self.contents("a")) { _ in true }
        #expect(machine.claim(key, Self.contents("b")) { _ in true } == .different)
        machine.began(key, RunID("r"))
        #expect(machine.claim(key, Self.contents("b")) { _ in true } == .different)
        #expect(machine.claim(key, Self.contents("a", "/v1/responses")) { _ in true } == .different)
    }

    @Test func `another client may have the same key`() throws {
        var machine = Machine()
        _ = machine.claim(try Self.key("k"), Self.contents("a")) { _ in true }
        #expect(machine.claim(try Self.key("k", of: 2), Self.contents("b")) { _ in true } == .begin)
    }

    @Test func `what could not begin, was abandoned or is not known any more may begin again`() throws {
        var machine = Machine()
        let key = try Self.key("k")
        _ = machine.claim(key, Self.contents("a")) { _ in true }
        machine.gaveUp(key)
        #expect(machine.claim(key, Self.contents("b")) { _ in true } == .begin)
        machine.began(key, RunID("r"))
        machine.abandoned(RunID("other"))
        #expect(machine.claim(key, Self.contents("b")) { _ in true } == .follow(RunID("r")))
        machine.abandoned(RunID("r"))
        #expect(machine.claim(key, Self.contents("c")) { _ in true } == .begin)
        machine.began(key, RunID("s"))
        #expect(machine.claim(key, Self.contents("d")) { $0 != RunID("s") } == .begin)
        #expect(machine.count == 1)
    }

    @Test func `the oldest keys are forgotten, those that are about to begin never`() throws {
        var machine = Machine(maximumCount: 2)
        for text in ["a", "b", "c", "d"] {
            _ = machine.claim(try Self.key(text), Self.contents(text)) { _ in true }
            if text != "b" { machine.began(try Self.key(text), RunID(text)) }
        }
        #expect(machine.count == 2)
        #expect(machine.claim(try Self.key("b"), Self.contents("b")) { _ in true } == .busy)
        #expect(machine.claim(try Self.key("d"), Self.contents("d")) { _ in true } == .follow(RunID("d")))
    }

    @Test(arguments: ["", " ", "a b", "ä", "a\u{7F}", String(repeating: "x", count: 256)])
    func `a key that is none is refused`(text: String) {
        #expect(throws: APIError.self) { try RequestKey(text, of: .unknown) }
    }

    @Test func `without a header there is no key`() throws {
        #expect(try RequestKey(nil, of: .unknown) == nil)
    }
}
