internal import TuttiCore
internal import TuttiJSON

/// A hash that is the same on every run and in every build: of events as they are written out, and of reports.
package struct TraceHash: Sendable {
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    /// The hash of all that a scenario has shown.
    package init(_ outcome: Outcome) {
        for evidence in outcome.evidence {
            self.add(evidence.run.description)
            for event in evidence.events ?? [] { self.add(event.json.description) }
            if let report = evidence.report { self.add(report.json.description) }
        }
        self.add("\(outcome.time)")
    }

    package mutating func add(_ text: String) {
        for byte in text.utf8 { self.value = (self.value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        // So that "ab", "c" is not "a", "bc".
        self.value = (self.value ^ 0xFF) &* 0x100_0000_01B3
    }

    package var text: String {
        let digits = String(self.value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
