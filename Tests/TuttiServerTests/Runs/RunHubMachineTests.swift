import Testing
import TuttiAgents
import TuttiCore
import TuttiServer

@Suite struct RunHubMachineTests {
    typealias Machine = RunHubMachine

    private static let plan: ExecutionPlan = {
        var graph = AgentGraph("g")
        graph.add("a") { _ in "" }
        guard let plan = try? graph.plan() else { preconditionFailure("one agent is a plan") }
        return plan
    }()

    private static func outcome(_ run: String) -> EnsembleReport {
        EnsembleReport(RunReducer(plan: Self.plan, run: RunID(run)).report)
    }

    private static func event(_ run: String, _ sequence: Int) -> RunEvent {
        RunEvent(run: RunID(run), sequence: sequence, time: .zero, kind: .warning(message: ""))
    }

    private static func entry(_ run: String) -> RunEntry {
        RunEntry(id: RunID(run), model: "m", question: "Q", created: Timestamp(secondsSince1970: 1), plan: Self.plan)
    }

    private static func limits(ended: Int = 2, events: Int = 8) -> RunHubLimits {
        var limits = RunHubLimits()
        (limits.maximumEnded, limits.maximumEvents) = (ended, events)
        return limits
    }

    private static func machine(_ runs: String..., limits: RunHubLimits = Self.limits()) throws -> Machine {
        var machine = Machine(limits)
        for run in runs { machine.began(Self.entry(run)) }
        return machine
    }

    @Test func `a reader is given what there is, waits for more, and comes to the end`() throws {
        var machine = try Self.machine("a")
        guard case .wait = machine.read(RunID("a"), after: 0, by: 7) else { return #expect(Bool(false), "wait") }
        #expect(machine.told([Self.event("a", 1)], of: RunID("a")) == [7])
        #expect(machine.told([Self.event("a", 2)], of: RunID("a")) == [])
        guard case .events(let events) = machine.read(RunID("a"), after: 0, by: 7) else {
            return #expect(Bool(false), "events")
        }
        #expect(events.map(\.sequence) == [1, 2])
        _ = machine.read(RunID("a"), after: 2, by: 7)
        _ = machine.read(RunID("a"), after: 2, by: 8)
        machine.left(RunID("a"), 8)
        #expect(machine.ended(RunID("a"), Self.outcome("a"))?.woken == [7])
        guard case .ended = machine.read(RunID("a"), after: 2, by: 7) else {
            return #expect(Bool(false), "ended")
        }
        guard case .unknown = machine.read(RunID("z"), after: 0, by: 7) else { return #expect(Bool(false), "unknown") }
    }

    @Test func `the oldest ended runs are forgotten, those that are running never`() throws {
        var machine = try Self.machine("a", "b", "c", "d", limits: Self.limits(ended: 2))
        for run in ["b", "c", "d"] { _ = machine.ended(RunID(run), Self.outcome(run)) }
        #expect(machine.entry(RunID("b")) == nil)
        #expect(machine.list(limit: 9, after: nil)?.entries.map(\.id.description) == ["d", "c", "a"])
        machine.checkInvariants()
    }

    @Test func `runs are listed in pages, newest first`() throws {
        let machine = try Self.machine("a", "b", "c")
        let first = try #require(machine.list(limit: 2, after: nil))
        #expect(first.entries.map(\.id.description) == ["c", "b"] && first.hasMore)
        let second = try #require(machine.list(limit: 2, after: RunID("b")))
        #expect(second.entries.map(\.id.description) == ["a"] && !second.hasMore)
        #expect(machine.list(limit: 2, after: RunID("z")) == nil)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `whatever happens, each reader hears of every event once or of how many it has missed`(seed: UInt64) throws {
        var random = SeededRandomNumberGenerator(seed: seed)
        var machine = Machine(Self.limits(ended: 2, events: 5))
        var told: [String: Int] = [:]
        var places: [Int: (run: String, last: Int)] = [:]
        for step in 0..<300 {
            let run = told.keys.sorted().randomElement(using: &random)
            switch (Int.random(in: 0..<8, using: &random), run) {
            case (0, _):
                guard told.count < 3 else { break }
                machine.began(Self.entry("r\(step)"))
                told["r\(step)"] = 0
            case (1, let run?):
                _ = machine.ended(RunID(run), Self.outcome(run))
                told[run] = nil
                places = places.filter { $0.value.run != run }
            case (2, let run?): places[step] = (run, 0)
            case (3...4, let run?):
                told[run, default: 0] += 1
                _ = machine.told([Self.event(run, told[run] ?? 0)], of: RunID(run))
            default:
                guard let reader = places.keys.sorted().randomElement(using: &random), var place = places[reader],
                    case .events(let events) = machine.read(RunID(place.run), after: place.last, by: reader)
                else { break }
                for event in events {
                    if case .gap(let missed) = event.kind { place.last += missed } else { place.last += 1 }
                    #expect(event.sequence == place.last)
                }
                places[reader] = place
            }
            machine.checkInvariants()
        }
    }
}
