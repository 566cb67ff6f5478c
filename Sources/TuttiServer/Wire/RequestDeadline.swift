/// The time that a client gives an answer, in the header `X-Deadline-Ms` or in the body.
package enum RequestDeadline {
    /// From a millisecond to an hour.
    package static let milliseconds = 1...3_600_000

    /// The deadline of a header; nil without one.
    ///
    /// - Throws: ``APIError`` 400 for anything but a whole number in the range.
    package static func parse(header: String?) throws(APIError) -> Duration? {
        guard let header else { return nil }
        guard header.utf8.count <= 7, let number = Int(header), Self.milliseconds.contains(number) else {
            throw .invalid(
                "X-Deadline-Ms must be a whole number from \(Self.milliseconds.lowerBound) to "
                    + "\(Self.milliseconds.upperBound)", "X-Deadline-Ms")
        }
        return .milliseconds(number)
    }
}
