/// One rule that every implementation of a protocol keeps, as a check that a test runs.
///
/// The kit knows no test framework: a check throws when its rule is broken. In Swift Testing each is an argument of a
/// test, in XCTest a step of a loop:
///
/// ```swift
/// @Test(arguments: ConformanceSuite.memoryStore.checks)
/// func `is a memory store`(check: ConformanceCheck<any MemoryStore>) async throws {
///     try await check.verify { MyStore() }
/// }
/// ```
public struct ConformanceCheck<Subject: Sendable>: Sendable, CustomStringConvertible {
    /// The name of the suite: what an implementation claims to be.
    public let suite: String
    /// The rule, as a sentence.
    public let rule: String
    private let body: @Sendable (Subject) async throws -> Void

    init(_ suite: String, _ rule: String, _ body: @escaping @Sendable (Subject) async throws -> Void) {
        self.suite = suite
        self.rule = rule
        self.body = body
    }

    /// The rule.
    public var description: String { self.rule }

    /// Checks the rule on a fresh and empty subject.
    ///
    /// - Throws: ``ConformanceFailure`` when the rule is broken, also for an error that the rule does not allow; what
    ///   `makeSubject` throws.
    public func verify(_ makeSubject: () async throws -> Subject) async throws {
        let subject = try await makeSubject()
        do {
            try await self.body(subject)
        } catch let violation as Violation {
            throw ConformanceFailure(suite: self.suite, rule: self.rule, problem: violation.problem)
        } catch {
            throw ConformanceFailure(suite: self.suite, rule: self.rule, problem: "it threw: \(error)")
        }
    }
}
