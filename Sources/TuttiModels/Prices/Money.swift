/// An amount of US dollars in whole nanodollars: sums are exact, and what is too large stays at the largest amount.
public struct Money: Hashable, Comparable, Sendable {
    /// A thousand million of them are a dollar.
    public var nanodollars: Int

    /// Creates an amount.
    public init(nanodollars: Int) { self.nanodollars = nanodollars }

    /// The nearest amount; nil for what is no number, or larger than a thousand million dollars.
    public init?(usd: Double) {
        guard usd.isFinite, abs(usd) <= 1e9 else { return nil }
        self.nanodollars = Int((usd * 1e9).rounded())
    }

    /// Nothing.
    public static let zero = Money(nanodollars: 0)

    /// The amount in dollars, for those who calculate with fractions; comes back as the same amount.
    public var usd: Double { Double(self.nanodollars) / 1e9 }

    /// The sum.
    public static func + (lhs: Money, rhs: Money) -> Money {
        let (sum, isTooLarge) = lhs.nanodollars.addingReportingOverflow(rhs.nanodollars)
        return Money(nanodollars: isTooLarge ? (rhs.nanodollars > 0 ? .max : .min) : sum)
    }

    /// The difference.
    public static func - (lhs: Money, rhs: Money) -> Money {
        let (difference, isTooLarge) = lhs.nanodollars.subtractingReportingOverflow(rhs.nanodollars)
        return Money(nanodollars: isTooLarge ? (rhs.nanodollars < 0 ? .max : .min) : difference)
    }

    /// Adds an amount.
    public static func += (lhs: inout Money, rhs: Money) { lhs = lhs + rhs }

    /// Orders by size.
    public static func < (lhs: Money, rhs: Money) -> Bool { lhs.nanodollars < rhs.nanodollars }

    /// So many hundredths of it, rounded down.
    package func percent(_ share: Int) -> Money {
        Money(nanodollars: self.nanodollars / 100 * share + self.nanodollars % 100 * share / 100)
    }
}

extension Money: CustomStringConvertible {
    /// The amount for a person: `$12.30`, and of less than a dollar what a call costs too, `$0.00042`.
    public var description: String {
        let sign = self.nanodollars < 0 ? "-" : ""
        let amount = self.nanodollars.magnitude
        // Cents are enough from a dollar on, millionths below.
        let unit: UInt = amount >= 1_000_000_000 ? 10_000_000 : 1_000
        let units = amount / unit + (amount % unit * 2 >= unit ? 1 : 0)
        guard units > 0 || amount == 0 else { return "\(sign)<$0.000001" }
        let perDollar = 1_000_000_000 / unit
        let fraction = String(perDollar + units % perDollar).dropFirst()
        var digits = fraction
        while digits.count > 2, digits.last == "0" { digits.removeLast() }
        return "\(sign)$\(units / perDollar).\(digits)"
    }
}
