/// Runs a program to its end and returns what it wrote.
///
/// The program leads a process group of its own. When it ends, what is left of the group is killed: a program that
/// leaves something running in the background is not a command. When the task is cancelled, the group gets `SIGTERM`
/// and, after a grace, `SIGKILL`; this function returns when the program is reaped.
///
/// What makes a session of its own, as a daemon does, has left the group: it lives on, also when the task is cancelled,
/// and is not waited for, even when it holds the pipes.
///
/// - Throws: ``ProcessError``: ``ProcessError/Code/failed`` with the exit and the end of the standard error when the
///   program ends without success; `CancellationError`.
public func runCommand(_ invocation: CommandInvocation) async throws -> CommandResult {
    try Task.checkCancellation()
    let request = SpawnRequest(
        program: invocation.program, arguments: invocation.arguments, environment: invocation.environment.variables,
        workingDirectory: invocation.workingDirectory)
    let pipes = try await ChildProcess.start(request, maximumUnwritten: invocation.input.count).pipes
    // A program that does not read its input has no use for it.
    _ = pipes.write(invocation.input)
    pipes.finishWriting()
    return try await withTaskCancellationHandler {
        let output: [UInt8]
        do { output = try await collect(from: pipes, invocation) } catch {
            pipes.tearDown(patience: .zero, grace: invocation.terminationGrace)
            _ = await pipes.end()
            throw error
        }
        let exit = await pipes.end()
        try Task.checkCancellation()
        guard let exit, exit.isSuccess else {
            throw ProcessError(
                .failed, program: invocation.program, exit?.description ?? "ended in an unknown way", exit: exit,
                standardError: pipes.errorTail)
        }
        return CommandResult(standardOutput: output, standardError: pipes.errorTail)
    } onCancel: {
        pipes.tearDown(patience: .zero, grace: invocation.terminationGrace)
    }
}

private func collect(from pipes: PipeLoop, _ invocation: CommandInvocation) async throws -> [UInt8] {
    var output: [UInt8] = []
    while let chunk = try await pipes.nextChunk() {
        guard output.count + chunk.count <= invocation.maximumOutputSize else {
            throw ProcessError(
                .outputTooLarge, program: invocation.program,
                "wrote more than \(invocation.maximumOutputSize) bytes; let it write less, or raise the limit",
                standardError: pipes.errorTail)
        }
        output += chunk
    }
    return output
}
