import Testing
import TuttiCore
import TuttiSimulation

/// The machine against models that are too slow to run anything, and too simple to be wrong.
@Suite struct RunStateMachineModelTests {
    /// The sizes around those at which the set of ready agents gets another level, and some in between.
    @Test(arguments: [1, 2, 63, 64, 65, 300, 4095, 4096, 4097])
    func `the next agent is always the first of the sorted ready ones`(count: Int) throws {
        var dice = Dice(seed: UInt64(count))
        let needs = (0..<count).map { index in
            index == 0
                ? [] : Set((0..<dice.number(0...2)).map { _ in dice.number(max(0, index - 90)...index - 1) }).sorted()
        }
        var graph = AgentGraph()
        let durations = needs.map { _ in Duration.milliseconds(dice.number(0...9)) }
        for index in 0..<count {
            var options = AgentOptions()
            options.expectedDuration = durations[index]
            graph.add("\(index)", options: options) { _ in }
            for input in needs[index] { try graph.addDependency(of: "\(index)", on: "\(input)") }
        }
        var model = ReadyModel(needs: needs, durations: durations)
        var machine = RunStateMachine(
            plan: try graph.plan(), limits: RunLimits(), startingAt: 0, deadline: .never, seed: 1, isObserved: false)
        machine.began()
        // Five lanes, so that agents become ready, and are taken, in ever new orders.
        var lanes: [(lane: Int, node: Int)] = []
        var ended = 0
        while ended < count {
            if lanes.count < 5, let expected = model.takeFirst() {
                let lane = machine.openLane(.isolated).lane
                lanes.append((lane, expected))
                try #require(machine.laneArrived(lane, at: 0) == .start(node: expected, attempt: 1, deadline: .never))
            } else {
                let (lane, node) = lanes.remove(at: dice.number(0...lanes.count - 1))
                ended += 1
                model.end(node)
                let order = machine.attemptEnded(on: lane, .succeeded, at: 0)
                let expected = model.takeFirst()
                try #require(order == expected.map { .start(node: $0, attempt: 1, deadline: .never) })
                if let expected { lanes.append((lane, expected)) }
            }
        }
        machine.checkInvariants()
        #expect(machine.hasFinished)
    }

    @Test func `only the present attempt counts, whatever its number`() throws {
        var graph = AgentGraph()
        var options = AgentOptions()
        options.retry = RetryPolicy(maximumAttempts: 100, backoff: .zero)
        graph.add("a", options: options) { _ in }
        var machine = RunStateMachine(
            plan: try graph.plan(), limits: RunLimits(), startingAt: 0, deadline: .never, seed: 1, isObserved: false)
        func current(_ machine: RunStateMachine) -> [Int] {
            (0...101).filter { machine.isCurrent(node: 0, attempt: $0) }
        }
        machine.began()
        #expect(current(machine) == [])
        for attempt in 1...100 {
            machine.timePassed(to: Nanoseconds(attempt))
            let lane = machine.openLane(.isolated).lane
            _ = machine.laneArrived(lane, at: Nanoseconds(attempt))
            #expect(current(machine) == [attempt])
            _ = machine.attemptEnded(
                on: lane, .failed(error: "", isRetryable: true, retryAfter: nil), at: Nanoseconds(attempt))
            #expect(current(machine) == [])
        }
        #expect(machine.hasFinished)
    }

    @Test func `a place of a lane that is used again is not taken for the earlier use`() throws {
        var graph = AgentGraph()
        for name in ["a", "b", "c"] { graph.add(name) { _ in } }
        var limits = RunLimits()
        limits.maximumParallel = 1
        var machine = RunStateMachine(
            plan: try graph.plan(), limits: limits, startingAt: 0, deadline: .never, seed: 1, isObserved: false)
        machine.began()
        let first = machine.openLane(.isolated)
        #expect(machine.laneArrived(first.lane, at: 0) != nil)
        #expect(machine.isStopped(first.lane, generation: first.generation) == false)
        // A second lane finds no free slot, ends, and its place goes to a third one.
        let second = machine.openLane(.isolated)
        #expect(machine.laneArrived(second.lane, at: 0) == nil)
        let third = machine.openLane(.isolated)
        #expect(third.lane == second.lane)
        #expect(machine.isStopped(second.lane, generation: second.generation) == nil)
        machine.cancelled(at: 0)
        #expect(machine.isStopped(first.lane, generation: first.generation) == true)
        #expect(machine.isStopped(third.lane, generation: third.generation) == false)
        #expect(machine.stops == [first.lane])
    }
}

/// The ready agents in a plain array, sorted anew for each that is taken.
private struct ReadyModel {
    private let paths: [Duration]
    private var dependents: [[Int]]
    private var missing: [Int]
    private var ready: Set<Int>

    init(needs: [[Int]], durations: [Duration]) {
        var (paths, below) = (durations, durations.map { _ in Duration.zero })
        for index in needs.indices.reversed() {
            paths[index] = durations[index] + below[index]
            for input in needs[index] { below[input] = max(below[input], paths[index]) }
        }
        // Without any durations all paths are zero, and the longest chain counts.
        var chains = needs.map { _ in 1 }
        for index in needs.indices.reversed() {
            for input in needs[index] { chains[input] = max(chains[input], chains[index] + 1) }
        }
        self.paths = durations.allSatisfy { $0 == .zero } ? chains.map { .seconds($0) } : paths
        self.ready = Set(needs.indices.filter { needs[$0].isEmpty })
        self.missing = needs.map(\.count)
        self.dependents = needs.map { _ in [] }
        for index in needs.indices { for input in needs[index] { self.dependents[input].append(index) } }
    }

    mutating func takeFirst() -> Int? {
        let first = self.ready.max { (self.paths[$0], $1) < (self.paths[$1], $0) }
        if let first { self.ready.remove(first) }
        return first
    }

    mutating func end(_ node: Int) {
        for dependent in self.dependents[node] {
            self.missing[dependent] -= 1
            if self.missing[dependent] == 0 { self.ready.insert(dependent) }
        }
    }
}
