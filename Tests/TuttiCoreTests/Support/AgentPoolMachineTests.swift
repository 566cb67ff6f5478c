import Testing
import TuttiCore

@Suite struct AgentPoolMachineTests {
    final class Token {}
    typealias Machine = AgentPool.Machine<Int, Token>

    /// A machine whose base threads have started and are at work on the jobs from -1 downwards.
    private static func busy(base: Int = 2, maximum: Int = 100) -> Machine {
        var machine = Machine(base: base, maximum: maximum)
        for number in 1...base {
            #expect(machine.jobArrived(-number, fromOwnThread: false).isStart)
            #expect(machine.threadIsFree(Token(), hasJustCome: true).job == -number)
        }
        return machine
    }

    @Test func `work from outside starts the base threads, then wakes idle ones, the last one first`() {
        var machine = Machine(base: 2, maximum: 4)
        #expect(machine.jobArrived(1, fromOwnThread: false).isStart)
        #expect(machine.jobArrived(2, fromOwnThread: false).isStart)
        #expect(machine.jobArrived(3, fromOwnThread: false).isWatch)
        #expect(machine.jobArrived(4, fromOwnThread: false).isNothing)
        let (a, b) = (Token(), Token())
        #expect(machine.threadIsFree(a, hasJustCome: true).job == 1)
        #expect(machine.threadIsFree(b, hasJustCome: true).job == 2)
        #expect(machine.threadIsFree(a, hasJustCome: false).job == 3)
        #expect(machine.threadIsFree(b, hasJustCome: false).job == 4)
        #expect(machine.threadIsFree(a, hasJustCome: false).isRest)
        #expect(machine.threadIsFree(b, hasJustCome: false).isRest)
        #expect(machine.idleThreads == 2)
        #expect(machine.jobArrived(5, fromOwnThread: false).woken === b)
        // Woken, but not up yet: nobody may count on it for the next job.
        #expect(machine.jobArrived(6, fromOwnThread: false).woken === a)
        #expect(machine.jobArrived(7, fromOwnThread: false).isNothing)
        #expect(machine.threads == 2)
    }

    @Test func `work from an own thread waits for it, until somebody offers it or a tick finds it`() {
        var machine = Self.busy()
        let idle = Token()
        #expect(machine.threadIsFree(idle, hasJustCome: false).isRest)
        #expect(machine.workOffered().isNothing)
        #expect(machine.jobArrived(1, fromOwnThread: true).isWatch)
        #expect(machine.jobArrived(2, fromOwnThread: true).isNothing)
        #expect(machine.workOffered().woken === idle)
        #expect(machine.workOffered().isNothing)
        #expect(machine.threadIsFree(idle, hasJustCome: true).job == 1)
        #expect(machine.threadIsFree(idle, hasJustCome: false).job == 2)
        #expect(machine.threadIsFree(idle, hasJustCome: false).isRest)
        #expect(!machine.ticked().watchGoesOn)
        #expect(machine.jobArrived(3, fromOwnThread: true).isWatch)
        let orders = machine.ticked()
        #expect(orders.wake.first === idle)
        #expect(orders.threadsToStart == 0)
        #expect(orders.watchGoesOn)
    }

    @Test func `an offer wakes nobody while enough threads are on their way`() {
        var machine = Self.busy(base: 3)
        let (a, b) = (Token(), Token())
        for token in [a, b] { #expect(machine.threadIsFree(token, hasJustCome: false).isRest) }
        #expect(machine.jobArrived(1, fromOwnThread: false).woken === b)
        #expect(machine.workOffered().isNothing)
        #expect(machine.jobArrived(2, fromOwnThread: true).isWatch)
        #expect(machine.workOffered().woken === a)
    }

    @Test func `threads are added twice as fast with each tick that finds nothing taken but by them`() {
        var machine = Self.busy()
        for job in 0..<64 { _ = machine.jobArrived(job, fromOwnThread: false) }
        var started: [Int] = []
        while machine.waitingJobs > 0, started.count < 20 {
            let orders = machine.ticked()
            started.append(orders.threadsToStart)
            #expect(orders.watchGoesOn)
            #expect(orders.saturation == nil)
            for _ in 0..<orders.threadsToStart {
                #expect(machine.threadIsFree(Token(), hasJustCome: true).job != nil)
            }
        }
        #expect(started == [4, 8, 16, 32, 4])
        #expect(machine.threads == 66)
    }

    @Test func `threads that are slow to start are waited for, not doubled`() {
        var machine = Self.busy(base: 1, maximum: 3)
        for job in 0..<2 { _ = machine.jobArrived(job, fromOwnThread: false) }
        #expect(machine.ticked().threadsToStart == 2)
        for _ in 0..<5 {
            let orders = machine.ticked()
            #expect(orders.threadsToStart == 0)
            #expect(orders.saturation == nil)
            #expect(orders.watchGoesOn)
        }
        for job in 0..<2 { #expect(machine.threadIsFree(Token(), hasJustCome: true).job == job) }
    }

    @Test func `a chain of blocking work gets as many threads as a heap of it`() {
        var machine = Self.busy()
        #expect(machine.jobArrived(0, fromOwnThread: true).isWatch)
        var ticks = 0
        var job = 0
        while job < 64, ticks < 20 {
            ticks += 1
            var starts = machine.ticked().threadsToStart
            while starts > 0 {
                starts -= 1
                #expect(machine.threadIsFree(Token(), hasJustCome: true).job == job)
                job += 1
                if machine.jobArrived(job, fromOwnThread: true).isStart { starts += 1 }
            }
        }
        #expect(ticks == 5)
        // The fifth tick allows for 64 more, of which the maximum leaves 38.
        #expect(machine.threads == 100)
    }

    @Test func `no thread is added while the threads take work`() {
        var machine = Self.busy()
        for job in 0..<100 { _ = machine.jobArrived(job, fromOwnThread: false) }
        for _ in 0..<10 {
            #expect(machine.threadIsFree(Token(), hasJustCome: false).job != nil)
            #expect(machine.ticked().threadsToStart == 0)
            #expect(!machine.jobArrived(0, fromOwnThread: true).isStart)
        }
        #expect(machine.threads == 2)
    }

    @Test func `saturation is told once, ends when no work waits, and is told again`() {
        var machine = Self.busy(base: 1, maximum: 3)
        for job in 0..<8 { _ = machine.jobArrived(job, fromOwnThread: false) }
        let first = machine.ticked()
        #expect(first.threadsToStart == 2)
        #expect(first.saturation == nil)
        for _ in 0..<2 { _ = machine.threadIsFree(Token(), hasJustCome: true) }
        #expect(machine.ticked().saturation == 6)
        #expect(machine.isSaturated)
        #expect(machine.ticked().saturation == nil)
        #expect(machine.saturations == 1)
        _ = machine.threadIsFree(Token(), hasJustCome: false)
        #expect(machine.ticked().saturation == nil)
        #expect(machine.isSaturated)
        while machine.waitingJobs > 0 { _ = machine.threadIsFree(Token(), hasJustCome: false) }
        #expect(!machine.ticked().watchGoesOn)
        #expect(!machine.isSaturated)
        _ = machine.jobArrived(9, fromOwnThread: false)
        #expect(machine.ticked().saturation == 1)
        #expect(machine.saturations == 2)
        #expect(machine.threads == 3)
    }

    @Test func `a system that refuses threads saturates the pool, and is asked again`() {
        var machine = Machine(base: 1, maximum: 8)
        #expect(machine.jobArrived(0, fromOwnThread: false).isStart)
        #expect(machine.threadRefused().isWatch)
        #expect(machine.threads == 0)
        let orders = machine.ticked()
        #expect(orders.threadsToStart == 1)
        #expect(orders.saturation == 1)
        #expect(orders.watchGoesOn)
        #expect(machine.threadIsFree(Token(), hasJustCome: true).job == 0)
    }

    @Test func `surplus threads end after a short rest, the others after a long one`() {
        var machine = Self.busy(base: 1, maximum: 8)
        _ = machine.jobArrived(1, fromOwnThread: true)
        #expect(machine.ticked().threadsToStart == 1)
        let (a, b) = (Token(), Token())
        #expect(machine.threadIsFree(a, hasJustCome: true).job == 1)
        #expect(machine.threadIsFree(a, hasJustCome: false).isSurplusRest == true)
        #expect(machine.threadIsFree(b, hasJustCome: false).isSurplusRest == true)
        #expect(machine.restEnded(a, wasSurplus: true) == .end)
        #expect(machine.threads == 1)
        #expect(machine.restEnded(b, wasSurplus: true) == .restOn)
        #expect(machine.idleThreads == 1)
        #expect(machine.restEnded(b, wasSurplus: false) == .end)
        #expect(machine.threads == 0)
    }

    @Test func `a thread that is woken while its rest ends does not end`() {
        var machine = Self.busy(base: 1)
        let token = Token()
        _ = machine.threadIsFree(token, hasJustCome: false)
        #expect(machine.jobArrived(1, fromOwnThread: false).woken === token)
        #expect(machine.restEnded(token, wasSurplus: false) == .awaitWake)
        #expect(machine.threadIsFree(token, hasJustCome: true).job == 1)
    }
}

extension AgentPool.Machine.Order {
    fileprivate var isNothing: Bool { if case .nothing = self { true } else { false } }
    fileprivate var isStart: Bool { if case .startThread = self { true } else { false } }
    fileprivate var isWatch: Bool { if case .startWatch = self { true } else { false } }
    fileprivate var woken: IdleThread? { if case .wake(let thread) = self { thread } else { nil } }
}

extension AgentPool.Machine.Next {
    fileprivate var job: Job? { if case .run(let job) = self { job } else { nil } }
    fileprivate var isRest: Bool { if case .rest = self { true } else { false } }
    fileprivate var isSurplusRest: Bool? { if case .rest(let isSurplus) = self { isSurplus } else { nil } }
}
