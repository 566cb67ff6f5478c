/// A seed that broke an invariant.
package struct Finding: Sendable {
    package var seed: UInt64
    package var violations: [String]

    package init(seed: UInt64, violations: [String]) {
        self.seed = seed
        self.violations = violations
    }
}
