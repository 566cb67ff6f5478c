internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
package import TuttiAgents
package import TuttiCore

/// Serves ensembles over HTTP.
package final class EnsembleServer: Sendable {
    private let configuration: Configuration
    private let responder: EnsembleResponder
    private let hub: RunHub
    private let time: any TimeSource
    private let connections: OpenConnections
    private let stops: AsyncStream<Void>
    private let newStop: AsyncStream<Void>.Continuation
    private let loops = MultiThreadedEventLoopGroup.singleton
    /// Runs the tasks of connections.
    private let executor: EventLoopExecutor

    /// Creates a server that does not listen yet.
    ///
    /// - Parameters:
    ///   - ensembles: What is served; the first is asked by runs that name none.
    ///   - observers: Who hears of everything that the runs do.
    ///   - time: What the time of stopping is taken from.
    ///   - now: The wall clock.
    /// - Throws: ``ServerError`` when others could reach it without a token, or it had nothing to serve.
    package init(
        _ ensembles: [Ensemble], _ configuration: Configuration = .init(), observers: [any RunObserver] = [],
        time: any TimeSource = SystemTime.shared, now: @escaping @Sendable () -> Timestamp
    ) throws(ServerError) {
        guard configuration.isLoopback || configuration.token != nil else {
            throw .unprotected(host: configuration.host)
        }
        guard !ensembles.isEmpty else { throw .noEnsembles }
        self.configuration = configuration
        let runs = configuration.sharedRuns
        let (feed, usage) = (RunFeed(epoch: String(now().milliseconds, radix: 36), time: time), UsageMeter(now: now))
        let hub = RunHub(runs, observers: observers + [feed, usage], time: time, now: now)
        let connections = OpenConnections(configuration.connections)
        (self.hub, self.connections) = (hub, connections)
        let load: @Sendable () -> ServerLoad = {
            let (running, waiting) = hub.load
            return ServerLoad(
                running: running, maximumRunning: runs.admission.maximumRunning, waiting: waiting,
                maximumWaiting: runs.admission.maximumWaiting, connections: connections.count,
                maximumConnections: configuration.connections.maximum)
        }
        self.responder = EnsembleResponder(
            ensembles: ensembles, hub: self.hub, repeats: RepeatedRequests(self.hub),
            requestGuard: configuration.requestGuard, clients: ClientWatch(),
            feed: feed, usage: usage, now: now, load: load, metrics: configuration.metrics,
            observation: RequestObservation(configuration, time: time, now: now))
        self.time = time
        self.executor = EventLoopExecutor(self.loops)
        (self.stops, self.newStop) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Listens and serves until ``stop()`` or until the task is cancelled, which cuts requests short.
    ///
    /// - Parameter onListening: Called once with the port.
    /// - Throws: What the system says when the port cannot be listened on.
    package func run(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let logger = Logger(label: "tutti") { _ in SwiftLogNoOpLogHandler() }
        let services = ServiceGroup(
            configuration: .init(services: [self.application(logger, onListening)], logger: logger))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.hub.pump()
                return true
            }
            group.addTask {
                await self.stopWhenTold(services)
                return false
            }
            // One that was told to stop before it has begun does not run.
            do { try await withTaskExecutorPreference(self.executor) { try await services.run() } } catch {
                guard self.hub.isRefusing else { throw error }
            }
            self.hub.drain()
            while let isPumped = try await group.next(), !isPumped {}
            group.cancelAll()
        }
    }

    /// Refuses new runs, lets the requests that are running finish within the drain limit, and ends ``run(onListening:)``.
    package func stop() {
        self.hub.refuseNewRuns()
        self.responder.feed.close()
        self.newStop.finish()
    }

    private func stopWhenTold(_ services: ServiceGroup) async {
        for await _ in self.stops {}
        guard !Task.isCancelled else { return }
        await services.triggerGracefulShutdown()
        do { try await self.time.sleep(for: self.configuration.drainLimit - .seconds(1)) } catch { return }
        self.hub.cancelAll()
    }

    private func application(
        _ logger: Logger, _ onListening: @escaping @Sendable (Int) async -> Void
    ) -> Application<EnsembleResponder> {
        let (clients, limits) = (self.responder.clients, self.configuration.connections)
        let connections = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ClientWatchHandler(clients)],
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 100))
        return Application(
            responder: self.responder, server: .limited(connections, limits, self.connections),
            configuration: .init(
                address: .hostname(self.configuration.host, port: self.configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.maximum)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            eventLoopGroupProvider: .shared(self.loops), logger: logger)
    }
}
