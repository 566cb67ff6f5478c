/// What the drawing of a plan says of an agent beside what the runtime acts on.
///
/// An object, so that the options of an agent without any stay small.
package final class AgentAnnotations: Sendable {
    /// Its condition in words.
    package let condition: String?
    /// How it is asked once for each item of a list, and with which options.
    package let map: (policy: MapPolicy, options: AgentOptions)?
    /// Who stands in for it, in words, the first one first.
    package let fallbacks: [String]
    /// How its results are kept, in words.
    package let cache: String?
    /// What runs inside of it.
    package let plan: ExecutionPlan?

    package init(
        condition: String? = nil, map: (policy: MapPolicy, options: AgentOptions)? = nil, fallbacks: [String] = [],
        cache: String? = nil, plan: ExecutionPlan? = nil
    ) {
        self.condition = condition
        self.map = map
        self.fallbacks = fallbacks
        self.cache = cache
        self.plan = plan
    }
}
