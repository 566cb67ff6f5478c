import Testing
import TuttiCore

@Suite struct TerminalSafeTests {
    @Test(arguments: [
        ("plain é日本 \t\n", "plain é日本 \t\n"), ("\u{1B}[31mred", "[31mred"), ("a\rb\r\nc", "a\nb\nc"),
        ("\u{9B}2J\u{7F}\u{0}", "2J"), ("a\u{202E}b\u{2066}c\u{200B}d\u{FEFF}e\u{AD}f", "abcdef"),
        ("x\u{E0041}\u{E007F}y", "xy"), ("1\u{2028}2\u{2029}3", "123"),
    ])
    func `nothing that steers or hides reaches the screen`(text: String, safe: String) {
        #expect(text.terminalSafe == safe)
    }
}
