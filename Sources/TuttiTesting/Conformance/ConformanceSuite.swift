/// The rules of one of Tutti's protocols: ``memoryStore``, ``historyStore``, ``languageModel``, ``httpTransport``,
/// ``mcpTransport``.
///
/// Tutti's own implementations pass them, and so must yours.
public struct ConformanceSuite<Subject: Sendable>: Sendable {
    /// What an implementation claims to be.
    public let name: String
    /// The rules, in an order in which a new implementation is best made to keep them.
    public let checks: [ConformanceCheck<Subject>]

    init(_ name: String, _ rules: KeyValuePairs<String, @Sendable (Subject) async throws -> Void>) {
        self.name = name
        self.checks = rules.map { ConformanceCheck(name, $0.key, $0.value) }
    }

    /// Checks every rule, each on a fresh subject, and returns what is broken.
    ///
    /// - Throws: What `makeSubject` throws.
    public func failures(of makeSubject: () async throws -> Subject) async throws -> [ConformanceFailure] {
        var failures: [ConformanceFailure] = []
        for check in self.checks {
            do {
                try await check.verify(makeSubject)
            } catch let failure as ConformanceFailure {
                failures.append(failure)
            }
        }
        return failures
    }
}
