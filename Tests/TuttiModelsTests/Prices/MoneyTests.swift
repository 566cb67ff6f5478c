import Testing
import TuttiModels

@Suite struct MoneyTests {
    @Test(arguments: [
        (0, "$0.00"), (1, "<$0.000001"), (499, "<$0.000001"), (500, "$0.000001"), (42_000, "$0.000042"),
        (10_000_000, "$0.01"), (12_300_000, "$0.0123"), (999_999_999, "$1.00"), (1_005_000_000, "$1.01"),
        (1_234_567_000_000, "$1234.57"), (-20_000_000, "-$0.02"), (-1, "-<$0.000001"), (.max, "$9223372036.85"),
    ])
    func `an amount is written so that a person can read it`(_ nanodollars: Int, _ text: String) {
        #expect(Money(nanodollars: nanodollars).description == text)
    }

    @Test func `a million amounts that go through fractions add up to the nanodollar`() {
        var (exact, fractions) = (Money.zero, 0.0)
        for number in 1...1_000_000 {
            let amount = Money(nanodollars: number * 7 % 10_000_019)
            exact += amount
            fractions += amount.usd
        }
        #expect(Money(usd: fractions) == exact)
    }

    @Test func `what is too large stays at the largest amount, and what is no number is none`() {
        let most = Money(nanodollars: .max)
        #expect(most + Money(nanodollars: 1) == most)
        #expect(Money(nanodollars: .min) - Money(nanodollars: 1) == Money(nanodollars: .min))
        #expect(Money(nanodollars: 5) - Money(nanodollars: .min) == most)
        #expect(Money(usd: .nan) == nil && Money(usd: .infinity) == nil && Money(usd: 1e10) == nil)
        #expect(Money(usd: 0.05) == Money(nanodollars: 50_000_000))
    }

    @Test func `a share of an amount is rounded down, however large the amount is`() {
        #expect(Money(nanodollars: 199).percent(50) == Money(nanodollars: 99))
        #expect(Money(nanodollars: .max).percent(95) < Money(nanodollars: .max))
        #expect(Money(nanodollars: .max).percent(95) > .zero)
    }
}
