internal import TuttiCore
internal import TuttiHTTP
internal import TuttiModels
internal import TuttiObservability

/// Traces on their way to a collector: what records them, and what sends them.
struct TraceSending: Sendable {
    /// The most time that the end of the process waits for a collector.
    private static let flushLimit = Duration.seconds(3)

    let recorder: TraceRecorder
    let exporter: TraceExporter
    /// What nobody else is to see.
    let secrets: [String]
    private let transport: AsyncHTTPTransport
    private let time: any TimeSource

    /// Nil when neither a flag nor the environment says where to send.
    init?(_ assembly: Assembly, flag: String?) throws(CommandFailure) {
        let target: OTLPTarget?
        do { target = try OTLPTarget(environment: assembly.host.variables, flag: flag) } catch {
            throw CommandFailure(.usage, "traces cannot be sent: \(error)")
        }
        guard let target else { return nil }
        self.transport = AsyncHTTPTransport()
        self.time = assembly.time
        self.secrets = target.secrets
        self.exporter = TraceExporter(
            target, TraceEncoder(service: target.service, version: TuttiCommand.version), over: self.transport,
            time: assembly.time)
        self.recorder = TraceRecorder(self.exporter)
    }

    /// A place in a trace: in that of the client, or in a new one, which is always recorded.
    static func place(under parent: TraceContext?) -> TraceContext {
        var generator = SystemRandomNumberGenerator()
        // Never zero, which stands for none.
        let span = generator.next() | 1
        guard let parent else {
            return TraceContext(trace: .init(high: generator.next(), low: generator.next() | 1), span: span)
        }
        return parent.at(span)
    }

    /// Sends while `body` works, and what is left behind it.
    func sending<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let (exporter, time) = (self.exporter, self.time)
        let result = await withTaskGroup(of: Void.self) { group in
            group.addTask { await exporter.run() }
            let result: Result<Value, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            exporter.finish(within: Self.flushLimit)
            group.addTask {
                // Cancelled when everything is sent.
                do { try await time.sleep(for: Self.flushLimit) } catch { return }
            }
            await group.next()
            group.cancelAll()
            return result
        }
        await self.transport.shutdown()
        return try result.get()
    }
}
