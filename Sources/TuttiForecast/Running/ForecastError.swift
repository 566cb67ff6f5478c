/// Why there is no forecast, and what to do.
package struct ForecastError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
}
