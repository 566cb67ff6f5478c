/// An amount that is earned in small parts and spent in whole, up to a maximum.
///
/// Counted in thousandths, in whole numbers: a hundred parts of 0.1 are exactly 10, whatever the order.
struct TokenBucket: Hashable, Sendable {
    /// The largest maximum; beyond it no sum is exact or useful.
    private static let bound = 1e9

    private let maximum: Int
    private var thousandths: Int

    init(maximum: Double, initially amount: Double? = nil) {
        self.maximum = Self.thousandths(maximum)
        self.thousandths = min(Self.thousandths(amount ?? maximum), self.maximum)
    }

    /// The amount in thousandths, not negative; of a value that is none of a number, 0.
    static func thousandths(_ amount: Double) -> Int {
        amount > 0 ? Int((min(amount, Self.bound) * 1000).rounded()) : 0
    }

    var isFull: Bool { self.thousandths == self.maximum }
    var isMoreThanHalfFull: Bool { 2 * self.thousandths > self.maximum }
    var hasOne: Bool { self.thousandths >= 1000 }
    /// What is there.
    var amount: Double { Double(self.thousandths) / 1000 }

    mutating func earn(thousandths earned: Int) { self.thousandths = min(self.thousandths + earned, self.maximum) }

    /// Takes one, or what is left.
    mutating func spendOne() { self.thousandths = max(self.thousandths - 1000, 0) }

    func checkInvariants() {
        precondition((0...self.maximum).contains(self.thousandths), "the bucket holds what it cannot: \(self)")
    }
}
