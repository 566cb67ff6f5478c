import Testing
import TuttiCore
import TuttiServer
import TuttiTesting

@Suite struct RunAdmissionMachineTests {
    typealias Machine = RunAdmissionMachine

    static let (anna, ben, carla) = (ClientID(1), ClientID(2), ClientID(3))
    static let second: Nanoseconds = 1_000_000_000

    static func limits(
        _ running: Int, waiting: Int = 100, each: Int? = nil, waitingEach: Int? = nil
    ) -> RunAdmissionLimits {
        var limits = RunAdmissionLimits()
        limits.maximumRunning = running
        limits.maximumWaiting = waiting
        limits.maximumRunningPerClient = each
        limits.maximumWaitingPerClient = waitingEach
        return limits
    }

    static func request(_ client: ClientID = anna, by deadline: Nanoseconds = .never) -> PlaceRequest {
        PlaceRequest(client: client, model: "m", deadline: deadline)
    }

    /// A machine whose runs last a second, with as many running since the instant 0 as it has places.
    static func full(_ limits: RunAdmissionLimits) -> Machine {
        var machine = Machine(limits)
        for _ in 0..<20 {
            _ = machine.entered(-100, Self.request(ClientID(99)), at: -Self.second)
            _ = machine.ended(-100, at: 0)
        }
        for place in 0..<limits.maximumRunning { _ = machine.entered(-1 - place, Self.request(ClientID(99)), at: 0) }
        return machine
    }

    @Test func `a free place is taken at once`() {
        var machine = Machine(Self.limits(2))
        #expect(machine.entered(1, Self.request(), at: 0) && machine.entered(2, Self.request(), at: 0))
        #expect(machine.entered(3, Self.request(), at: 0) == false)
        _ = machine.ended(1, at: 5)
        #expect(machine.entered(3, Self.request(), at: 5) == true)
        machine.checkInvariants()
    }

    @Test func `who can be answered in time waits, and begins when a run has ended`() {
        var machine = Self.full(Self.limits(1))
        // The run that is there ends at 1 s, and its own would at 2 s.
        #expect(machine.requested(1, Self.request(by: 2 * Self.second), at: 0) == .init())
        #expect(machine.ended(-1, at: Self.second / 2).admitted == [1])
        machine.checkInvariants()
    }

    @Test func `who would be late is refused at once, with the time of the wait`() {
        var machine = Self.full(Self.limits(1))
        _ = machine.requested(1, Self.request(by: 2 * Self.second), at: 0)
        let refusal = machine.requested(2, Self.request(by: 3 * Self.second - 1), at: 0).refused.first
        #expect(refusal?.ticket == 2 && refusal?.reason == .late)
        #expect(refusal?.retryAfter == 2 * Self.second)
        #expect(machine.requested(3, Self.request(by: 3 * Self.second), at: 0) == .init())
        #expect(machine.waiting == 2)
    }

    @Test func `without a deadline one waits up to the bound`() {
        var limits = Self.limits(1)
        limits.maximumWait = .seconds(2)
        var machine = Self.full(limits)
        for ticket in 1...2 { #expect(machine.requested(ticket, Self.request(), at: 0) == .init()) }
        #expect(machine.requested(3, Self.request(), at: 0).refused.map(\.ticket) == [3])
        #expect(machine.nextWakeUp == 2 * Self.second)
        #expect(machine.timePassed(at: 2 * Self.second - 1) == .init())
        #expect(machine.timePassed(at: 2 * Self.second).refused.map(\.ticket) == [1, 2])
        #expect(machine.nextWakeUp == .never && machine.waiting == 0)
    }

    @Test func `one whose time is over when a place gets free does not begin`() {
        var machine = Self.full(Self.limits(1))
        _ = machine.requested(1, Self.request(by: 2 * Self.second), at: 0)
        _ = machine.requested(2, Self.request(), at: 0)
        let decisions = machine.ended(-1, at: 2 * Self.second)
        #expect(decisions.refused.map(\.ticket) == [1] && decisions.admitted == [2])
    }

    @Test func `a thousand requests of one delay another by one of them`() {
        var machine = Self.full(Self.limits(1, waiting: 2_000))
        for ticket in 1...1_000 { _ = machine.requested(ticket, Self.request(Self.anna), at: 0) }
        for ticket in 2_001...2_002 { _ = machine.requested(ticket, Self.request(Self.ben), at: 0) }
        // Of the thousand only so many wait as can begin within the bound.
        #expect(machine.waiting < 100)
        var (order, last) = ([Int](), -1)
        for step in 1...4 {
            last = machine.ended(last, at: Nanoseconds(step) * Self.second / 2).admitted[0]
            order.append(last)
        }
        #expect(order == [1, 2_001, 2, 2_002])
    }

    @Test func `a full queue has a place for who waits least`() {
        var machine = Self.full(Self.limits(2, waiting: 4))
        for ticket in 1...4 { _ = machine.requested(ticket, Self.request(Self.anna), at: 0) }
        let refusal = machine.requested(5, Self.request(Self.ben), at: 0).refused
        #expect(refusal.map(\.ticket) == [4] && refusal[0].reason == .full)
        #expect(machine.requested(6, Self.request(Self.anna), at: 0).refused.map(\.ticket) == [6])
        #expect(machine.requested(7, Self.request(Self.ben), at: 0).refused.map(\.ticket) == [3])
        #expect(machine.requested(8, Self.request(Self.ben), at: 0).refused.map(\.ticket) == [8])
        machine.checkInvariants()
    }

    @Test func `a client has no more places and no more of the queue than it may`() {
        var machine = Machine(Self.limits(3, each: 2, waitingEach: 1))
        #expect(machine.entered(1, Self.request(), at: 0) && machine.entered(2, Self.request(), at: 0))
        #expect(machine.requested(3, Self.request(), at: 0) == .init())
        #expect(machine.requested(4, Self.request(), at: 0).refused.map(\.reason) == [.full])
        #expect(machine.requested(5, Self.request(Self.ben), at: 0).admitted == [5])
        machine.checkInvariants()
        #expect(machine.ended(5, at: 1).admitted == [])
        #expect(machine.ended(1, at: 1).admitted == [3])
        machine.checkInvariants()
    }

    @Test func `a client at its bound keeps its turn, and others are served before it`() {
        var machine = Machine(Self.limits(2, each: 1))
        #expect(machine.entered(1, Self.request(Self.anna), at: 0) && machine.entered(2, Self.request(Self.ben), at: 0))
        _ = machine.requested(3, Self.request(Self.anna), at: 0)
        _ = machine.requested(4, Self.request(Self.carla), at: 0)
        #expect(machine.ended(2, at: 1).admitted == [4])
        #expect(machine.ended(1, at: 2).admitted == [3])
    }

    @Test func `those who are refused are told to come one after another`() {
        var machine = Self.full(Self.limits(4, waiting: 0))
        let times = (1...3).map { machine.requested($0, Self.request(Self.anna), at: 0).refused[0].retryAfter }
        #expect(times == [4, 5, 6].map { $0 * Self.second / 4 })
        #expect(machine.requested(4, Self.request(Self.ben), at: 0).refused[0].retryAfter == Self.second)
    }

    @Test func `nobody is told to come again later than within the bound`() {
        var machine = Self.full(Self.limits(1, waiting: 0))
        for ticket in 1...200 {
            let after = machine.requested(ticket, Self.request(), at: 0).refused[0].retryAfter
            #expect(after <= 60 * Self.second)
        }
    }

    @Test func `one who leaves is not let in, and one who gives up leaves its place`() {
        var machine = Self.full(Self.limits(1))
        for ticket in 1...3 { _ = machine.requested(ticket, Self.request(), at: 0) }
        machine.left(1)
        #expect(machine.gaveUp(-1, at: 1).admitted == [2])
        #expect(machine.durations.usual == Self.second)
        machine.left(77)
        #expect(machine.waiting == 1)
    }

    @Test func `draining lets nobody new in, and those that wait until it is closed`() {
        var machine = Self.full(Self.limits(1))
        for ticket in 1...2 { _ = machine.requested(ticket, Self.request(), at: 0) }
        machine.drained()
        #expect(machine.entered(3, Self.request(), at: 0) == false)
        #expect(machine.requested(3, Self.request(), at: 0).refused.map(\.reason) == [.draining])
        #expect(machine.ended(-1, at: 1).admitted == [1])
        #expect(!machine.isIdle)
        #expect(machine.closed().refused.map(\.ticket) == [2])
        #expect(!machine.isIdle)
        #expect(machine.ended(1, at: 2) == .init() && machine.isIdle)
    }

    @Test func `a run over its usual time is taken to last as long again as it is over it`() {
        var machine = Self.full(Self.limits(1))
        #expect(machine.expectedWait(of: Self.anna, at: Self.second / 4) == Self.second * 3 / 4)
        #expect(machine.expectedWait(of: Self.anna, at: 4 * Self.second) == 3 * Self.second)
        _ = machine.ended(-1, at: 4 * Self.second)
        #expect(machine.expectedWait(of: Self.anna, at: 4 * Self.second) == 0)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `whatever happens, nobody waits beside a free place, and nobody begins too late`(seed: UInt64) {
        var random = SeededRandomNumberGenerator(seed: seed)
        var machine = Machine(Self.limits(3, waiting: 6, each: 2, waitingEach: 4))
        var (running, waiting, now) = (Set<Int>(), [Int: Nanoseconds](), Nanoseconds(0))
        func take(_ decisions: Machine.Decisions) {
            for ticket in decisions.admitted {
                #expect(waiting.removeValue(forKey: ticket) ?? .never > now)
                running.insert(ticket)
            }
            for refusal in decisions.refused {
                #expect(waiting.removeValue(forKey: refusal.ticket) != nil && refusal.retryAfter > 0)
            }
        }
        for ticket in 0..<300 {
            now += Nanoseconds.random(in: 0...Self.second / 4, using: &random)
            switch Int.random(in: 0..<9, using: &random) {
            case 0..<5:
                let client = ClientID(UInt64.random(in: 0..<4, using: &random))
                let deadline = now + Nanoseconds.random(in: 0...4 * Self.second, using: &random)
                waiting[ticket] = deadline
                take(machine.requested(ticket, Self.request(client, by: deadline), at: now))
            case 5:
                guard let gone = waiting.keys.sorted().randomElement(using: &random) else { break }
                waiting[gone] = nil
                machine.left(gone)
            case 6: take(machine.timePassed(at: now))
            default:
                guard let run = running.sorted().randomElement(using: &random) else { break }
                running.remove(run)
                take(machine.ended(run, at: now))
            }
            machine.checkInvariants()
            #expect(machine.inUse == running.count && machine.waiting == waiting.count)
        }
    }
}
