import Testing
import TuttiCore

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("0", 0), ("0ms", 0), ("500ms", 500_000), ("4s", 4_000_000), ("1.5s", 1_500_000), ("2m", 120_000_000),
        ("1h", 3_600_000_000), ("0.25ms", 250), ("8760h", 31_536_000_000_000),
    ])
    func `what people write is read`(text: String, microseconds: Int) {
        #expect(Duration(text: text) == .microseconds(microseconds))
    }

    @Test(arguments: [
        "", " ", "5", "-1s", "+1s", "1", "s", ".5s", "1..5s", "1e3s", "1 s", " 1s", "1s ", "1S", "1d", "1min", "infs",
        "nans",
        "0x10s", "8761h", "99999999999999999999999h", "٣s", "1s1s", "１s", "1,5s", "ms",
    ])
    func `what is no duration is refused`(text: String) {
        #expect(Duration(text: text) == nil)
    }

    @Test(arguments: [
        (0, "0 ms"), (40, "0.0 ms"), (500, "0.5 ms"), (1_000, "1 ms"), (9_900, "9.9 ms"), (9_960, "10 ms"),
        (80_000, "80 ms"), (999_400, "999 ms"), (999_600, "1 s"), (1_000_000, "1 s"), (1_500_000, "1.5 s"),
        (1_234_000, "1.23 s"), (59_940_000, "59.94 s"), (59_960_000, "1 min"), (60_000_000, "1 min"),
        (125_000_000, "2 min 5 s"), (3_600_000_000, "60 min"), (-1_500_000, "-1.5 s"),
    ])
    func `a duration is told in few digits`(microseconds: Int, text: String) {
        #expect(Duration.microseconds(microseconds).shortText == text)
    }
}
