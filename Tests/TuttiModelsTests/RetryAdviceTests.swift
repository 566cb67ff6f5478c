import Testing
import TuttiModels

@Suite struct RetryAdviceTests {
    /// 1994-11-06 08:49:37 UTC.
    private static let now = 784_111_777.0

    @Test(arguments: [
        ("2", RetryAdvice.after(.seconds(2))), ("0", .after(.zero)), ("1.5", .after(.milliseconds(1_500))),
        (" 3", .after(.seconds(3))), ("1e9", .after(.seconds(1_000_000_000))), ("1000000000", .after(.seconds(1e9))),
        ("1e300", .after(.seconds(1e9))), ("-1", .never), ("garbage", .never), ("NaN", .never), ("inf", .never),
        ("0x10", .after(.seconds(16))), ("", RetryAdvice.none), ("Sun, 06 Nov 1994 08:49:47 GMT", .after(.seconds(10))),
        ("Sun, 06 Nov 1994 08:49:27 GMT", .after(.zero)), ("Sunday, 06-Nov-94 08:49:47 GMT", .after(.seconds(10))),
        ("Sun Nov  6 08:49:47 1994", .after(.seconds(10))), ("Sun, 06 Nov 1994 25:49:47 GMT", .never),
    ])
    func `retry-after is read in every form, and garbage means no retry`(value: String, advice: RetryAdvice) {
        #expect(RetryAdvice(["Retry-After": value], now: Self.now) == advice)
    }

    @Test func `milliseconds come first, unless they cannot be read`() {
        #expect(RetryAdvice(["retry-after-ms": "250", "retry-after": "1"], now: nil) == .after(.milliseconds(250)))
        #expect(RetryAdvice(["retry-after-ms": "soon", "retry-after": "1"], now: nil) == .after(.seconds(1)))
        #expect(RetryAdvice(["retry-after-ms": "soon"], now: nil) == .never)
    }

    @Test func `a date counts from the server's own date, so a wrong clock does not matter`() {
        let headers: HTTPHeaderList = [
            "date": "Sun, 06 Nov 1994 08:49:40 GMT", "retry-after": "Sun, 06 Nov 1994 08:49:47 GMT",
        ]
        #expect(RetryAdvice(headers, now: 0) == .after(.seconds(7)))
        #expect(RetryAdvice(["retry-after": "Sun, 06 Nov 1994 08:49:47 GMT"], now: nil) == .never)
    }

    @Test func `x-should-retry can forbid, and can overrule what cannot be read`() {
        #expect(RetryAdvice(["x-should-retry": "false", "retry-after": "1"], now: nil) == .never)
        #expect(RetryAdvice(["x-should-retry": "true", "retry-after": "soon"], now: nil) == RetryAdvice.none)
        #expect(RetryAdvice([:], now: nil) == RetryAdvice.none)
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
        ("Tue, 24 Nov 2026 23:59:59 GMT", 1_795_564_799), ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
        ("Sat, 01 Mar 2200 00:00:00 GMT", 7_263_216_000),
    ])
    func `a date is the right number of seconds`(text: String, seconds: Double) {
        #expect(HTTPDate.seconds(text) == seconds)
    }

    @Test(arguments: ["", " ", "Sun", "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "a b c d e f"])
    func `what is no date is none`(text: String) {
        #expect(HTTPDate.seconds(text) == nil)
    }
}
