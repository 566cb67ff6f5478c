/// One run of a program from start to end.
public struct CommandInvocation: Sendable {
    /// A path, or a name that is looked for in the `PATH` of ``environment``. No shell is involved.
    public var program: String
    /// The arguments, without the program.
    public var arguments: [String]
    /// What the program reads from its standard input.
    public var input: [UInt8] = []
    /// The whole environment of the program.
    public var environment: ChildEnvironment
    /// The directory in which the program starts; nil for ours.
    public var workingDirectory: String?
    /// How many bytes the program may write to its standard output.
    public var maximumOutputSize = 8 << 20
    /// How long the program may take to end after `SIGTERM`, before `SIGKILL`.
    public var terminationGrace: Duration = .milliseconds(200)

    /// Creates an invocation without input.
    public init(program: String, arguments: [String] = [], environment: ChildEnvironment) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
    }
}
