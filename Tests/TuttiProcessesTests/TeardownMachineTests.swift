import Testing
import TuttiProcesses

@Suite struct TeardownMachineTests {
    @Test func `nothing is due before it begins`() {
        var machine = TeardownMachine()
        #expect(machine.deadline == nil)
        #expect(machine.advance(now: .seconds(1_000_000)) == .wait)
    }

    @Test func `a child is asked, told, made to go, and then given up`() {
        var machine = TeardownMachine()
        machine.begin(now: .seconds(10), patience: .seconds(2), grace: .seconds(1))
        #expect(machine.deadline == .seconds(12))
        #expect(machine.advance(now: .seconds(11)) == .wait)
        #expect(machine.advance(now: .seconds(12)) == .terminate)
        #expect(machine.deadline == .seconds(13))
        #expect(machine.advance(now: .seconds(12.5)) == .wait)
        #expect(machine.advance(now: .seconds(14)) == .kill)
        #expect(machine.deadline == .seconds(14) + TeardownMachine.patienceAfterKill)
        #expect(machine.advance(now: .seconds(100)) == .giveUp)
        #expect(machine.deadline == nil)
        #expect(machine.advance(now: .seconds(200)) == .wait)
    }

    @Test func `without patience the signal is due at once`() {
        var machine = TeardownMachine()
        machine.begin(now: .seconds(10), patience: .zero, grace: .seconds(1))
        #expect(machine.advance(now: .seconds(10)) == .terminate)
    }

    @Test func `less patience shortens what is left, more does not lengthen it`() {
        var machine = TeardownMachine()
        machine.begin(now: .seconds(0), patience: .seconds(10), grace: .seconds(10))
        machine.begin(now: .seconds(1), patience: .seconds(2), grace: .seconds(1))
        #expect(machine.deadline == .seconds(3))
        machine.begin(now: .seconds(1), patience: .seconds(60), grace: .seconds(60))
        #expect(machine.deadline == .seconds(3))
        #expect(machine.advance(now: .seconds(3)) == .terminate)
        #expect(machine.deadline == .seconds(4))
        machine.begin(now: .seconds(3), patience: .zero, grace: .milliseconds(100))
        #expect(machine.deadline == .milliseconds(3100))
        #expect(machine.advance(now: .seconds(4)) == .kill)
        machine.begin(now: .seconds(4), patience: .zero, grace: .zero)
        #expect(machine.deadline == .seconds(4) + TeardownMachine.patienceAfterKill)
    }
}
