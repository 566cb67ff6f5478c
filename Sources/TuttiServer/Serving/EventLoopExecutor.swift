internal import NIOCore
internal import NIOPosix

/// Runs tasks on the event loops of their connections.
///
/// A task that waits for its connection is woken by that connection's event loop, and goes on there: on other threads each
/// request would cost some wake-ups of a thread more, which is most of what a small one takes. What blocks belongs
/// elsewhere, as it does on any pool of as many threads as there are cores; agents run on the agent pool.
final class EventLoopExecutor: TaskExecutor {
    private let group: any EventLoopGroup

    init(_ group: any EventLoopGroup) { self.group = group }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let loop = MultiThreadedEventLoopGroup.currentEventLoop ?? self.group.next()
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
