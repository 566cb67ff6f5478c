/// The environment of a child: a short list of what we have, plus what the configuration gives.
///
/// Our environment holds API keys that are nobody else's business, so nothing is inherited that is not listed here:
/// `PATH`, `HOME`, `USER`, `LOGNAME`, `LANG`, `TMPDIR`, `TERM`, `TZ`, and all of `LC_*` and `XDG_*`.
public struct ChildEnvironment: Hashable, Sendable {
    private static let inheritedNames: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "TERM", "TZ",
    ]
    private static let inheritedPrefixes = ["LC_", "XDG_"]

    /// Every variable that the child gets.
    public private(set) var variables: [String: String]

    /// Creates an environment.
    ///
    /// - Parameters:
    ///   - parent: Our environment; what is not on the list is left out.
    ///   - further: Variables of the configuration, which win over inherited ones.
    public init(inheriting parent: [String: String], adding further: [String: String] = [:]) {
        let inherited = parent.filter { name, _ in
            Self.inheritedNames.contains(name) || Self.inheritedPrefixes.contains(where: name.hasPrefix)
        }
        self.variables = inherited
        self.add(further)
    }

    /// Sets variables; of equal names the new value stays.
    public mutating func add(_ further: [String: String]) {
        self.variables.merge(further) { _, new in new }
    }
}
