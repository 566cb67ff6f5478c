/// What is to be expected of a workflow as it is, and as it might be.
package struct Forecast: Hashable, Sendable {
    package var workflow: String
    package var runs: Int
    package var seed: UInt64
    /// What was taken for granted, in words.
    package var assumptions: [String]
    package var baseline: ScenarioForecast
    /// In the order in which they were asked for.
    package var whatIfs: [ScenarioForecast]
}
