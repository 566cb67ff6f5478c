internal import TuttiCore

/// Numbers the values of a label, up to a bound: all further values share one row, so that no number of agents, models or
/// routes makes more series than a collector bears.
package struct LabelTable: Sendable {
    /// What stands for the values beyond the bound.
    package static let other = "_other"
    /// The most bytes of a value.
    private static let maximumLength = 100

    private let maximum: Int
    /// The values by row; the last is ``other`` when there were too many.
    package private(set) var values: [String] = []
    private var rows: [String: Int] = [:]
    private var otherRow: Int?

    package init(maximum: Int) { self.maximum = maximum }

    /// The row of a value, a new one where there was none; a value that is too long is among the others.
    ///
    /// Values that look the same share a row: two series of the same labels would spoil all metrics.
    package mutating func row(of value: String) -> Int {
        if let row = self.rows[value] { return row }
        let shown = value.terminalSafe
        guard self.rows.count < self.maximum, shown.utf8.count <= Self.maximumLength, shown != Self.other else {
            if let otherRow { return otherRow }
            self.otherRow = self.values.count
            self.values.append(Self.other)
            return self.values.count - 1
        }
        let row = self.values.firstIndex(of: shown) ?? self.values.count
        if row == self.values.count { self.values.append(shown) }
        self.rows[value] = row
        return row
    }
}
