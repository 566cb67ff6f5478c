/// What is to be started: no shell is involved anywhere.
struct SpawnRequest: Sendable {
    /// A path, or a name that is looked for in the `PATH` of the child's environment.
    var program: String
    /// The arguments, without the program.
    var arguments: [String]
    var environment: [String: String]
    var workingDirectory: String?
}
