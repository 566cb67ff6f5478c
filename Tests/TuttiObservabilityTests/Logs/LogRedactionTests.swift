import Testing
import TuttiAgents
import TuttiObservability

@Suite struct LogRedactionTests {
    private static let redaction = LogRedaction(secrets: ["hunter2!", "hunter2!and more", "abc", ""])

    @Test(arguments: [
        ("it is hunter2! now", "it is <secret> now"), ("hunter2!and more", "<secret>"),
        ("abc stays: too short to be one", "abc stays: too short to be one"),
        ("sk-ant-0123456789", "<secret>"), ("see sk-ab***yz0123.", "see <secret>"), ("ask-about-it", "ask-about-it"),
        ("sk-short", "sk-short"), ("\"sk-0123456789\"", "\"<secret>\""),
        ("AUTHORIZATION: Bearer a.b-c/d==", "AUTHORIZATION: Bearer <secret>"),
        ("/x?api_key=0123&b=1", "/x?api_key=<secret>&b=1"), ("TOKEN=t password=p", "TOKEN=<secret> password=<secret>"),
        (#"{"client_secret=x"}"#, #"{"client_secret=<secret>"}"#), ("key=", "key="), ("é hunter2! é", "é <secret> é"),
        ("nothing to hide", "nothing to hide"), ("", ""),
    ])
    func `secrets are taken out by value and by pattern`(text: String, clean: String) {
        #expect(Self.redaction.clean(text) == clean)
    }

    @Test func `a secret at the place where a text is cut is gone whole`() {
        let text = String(repeating: "x", count: 1_020) + "hunter2!"
        let line = LogEncoder(.json, Self.redaction).line(
            LogRecord(.info, "x", [("t", .text(text))]), at: .init(secondsSince1970: 0))
        #expect(!line.contains("hunt"))
    }
}
