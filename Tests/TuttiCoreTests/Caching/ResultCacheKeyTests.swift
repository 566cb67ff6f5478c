import Testing
import TuttiCore

@Suite struct ResultCacheKeyTests {
    private static func key(
        _ agent: String = "a", _ identity: String = "i", _ request: String = "q", _ text: String = "t",
        _ inputs: (String, Wanted<AgentOutput>)...
    ) -> ResultCache.Key {
        ResultCache.Key(
            agent: agent, identity: identity, request: request, text: text,
            inputs: inputs.map { ($0.0, $0.1) })
    }

    @Test func `questions that differ in anything have different keys`() {
        let keys = [
            Self.key(), Self.key("b"), Self.key("a", "j"), Self.key("a", "i", "p"), Self.key("a", "i", "q", "u"),
            // The same bytes, divided otherwise.
            Self.key("ai", "", "q", "t"), Self.key("a", "iq", "", "t"), Self.key("a", "i", "qt", ""),
            Self.key("a", "i", "q", "t", ("m", .available("x"))),
            Self.key("a", "i", "q", "t", ("m", .available("y"))),
            Self.key("a", "i", "q", "t", ("n", .available("x"))),
            Self.key("a", "i", "q", "t", ("m", .available(""))),
            Self.key("a", "i", "q", "t", ("m", .missing(.failed))),
            Self.key("a", "i", "q", "t", ("m", .missing(.timedOut))),
            Self.key("a", "i", "q", "t", ("m", .missing(.failed)), ("n", .available("x"))),
            Self.key("a", "i", "q", "t", ("m", .available("failed"))),
            Self.key(
                "a", "i", "q", "t", ("m", .available(AgentOutput("x", citations: [.init(source: "s", quote: "")])))),
            Self.key(
                "a", "i", "q", "t", ("m", .available(AgentOutput("x", citations: [.init(source: "", quote: "s")])))),
            // Equal as strings, and not the same bytes.
            Self.key("a", "i", "q", "\u{e9}"), Self.key("a", "i", "q", "e\u{301}"),
        ]
        #expect(Set(keys).count == keys.count)
    }

    @Test func `the same question has the same key`() {
        #expect(
            Self.key("a", "i", "q", "t", ("m", .available("x")), ("n", .missing(.notYet)))
                == Self.key("a", "i", "q", "t", ("m", .available("x")), ("n", .missing(.notYet))))
    }
}
