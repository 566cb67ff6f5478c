/// Why a check is not content; it becomes a ``ConformanceFailure`` with the name of the rule.
struct Violation: Error {
    var problem: String

    init(_ problem: String) { self.problem = problem }

    /// Throws when a value is not what it must be.
    static func unless<Value: Equatable>(_ what: String, _ found: Value, is wanted: Value) throws(Violation) {
        guard found != wanted else { return }
        throw Violation("\(what) must be \(Self.shown(wanted)), and is \(Self.shown(found))")
    }

    /// Throws when a condition does not hold.
    static func unless(_ condition: Bool, _ problem: @autoclosure () -> String) throws(Violation) {
        if !condition { throw Violation(problem()) }
    }

    /// Throws when a call does not fail with this kind of error; returns the error.
    @discardableResult
    static func unlessThrown<Failure: Error>(
        _ type: Failure.Type, by what: String, _ call: () async throws -> Void
    ) async throws(Violation) -> Failure {
        do {
            try await call()
        } catch let failure as Failure {
            return failure
        } catch {
            throw Violation("\(what) must throw \(type), and threw: \(Self.shown(error))")
        }
        throw Violation("\(what) must throw \(type), and did not throw")
    }

    /// At most 600 characters: a store may have found a whole book.
    private static func shown(_ value: Any) -> String {
        let text = String(describing: value)
        return text.count > 600 ? text.prefix(600) + "…" : text
    }
}
