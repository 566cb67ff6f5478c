import Testing
import TuttiAgents
import TuttiCore

@Suite struct ToolServerMachineTests {
    private func machine() -> ToolServerMachine {
        var configuration = ToolRegistry.Configuration()
        configuration.restartBackoff = .seconds(1)
        configuration.maximumBackoff = .seconds(3)
        return ToolServerMachine(configuration)
    }

    @Test func `a server that dies is started again three times, at growing distances`() {
        var machine = self.machine()
        for delay in [1, 2, 3] {
            #expect(machine.connected(at: .zero) == .run)
            #expect(machine.ended(at: .seconds(1)) == .backOff(.seconds(delay)))
            #expect(machine.waited() == .launch)
        }
        #expect(machine.connected(at: .zero) == .run)
        #expect(machine.ended(at: .seconds(1)) == .stop)
        #expect(machine.state == .failed)
    }

    @Test func `failed starts and deaths share the restarts`() {
        var machine = self.machine()
        #expect(machine.failed(canHelp: true) == .backOff(.seconds(1)))
        #expect(machine.waited() == .launch)
        #expect(machine.connected(at: .zero) == .run)
        #expect(machine.ended(at: .seconds(59)) == .backOff(.seconds(2)))
    }

    @Test func `a server that stayed up for a minute has all its restarts again`() {
        var machine = self.machine()
        #expect(machine.failed(canHelp: true) == .backOff(.seconds(1)))
        #expect(machine.waited() == .launch)
        #expect(machine.connected(at: .zero) == .run)
        #expect(machine.ended(at: .seconds(60)) == .backOff(.seconds(1)))
    }

    @Test func `a failure that a restart cannot help is final`() {
        var machine = self.machine()
        #expect(machine.failed(canHelp: false) == .stop)
        #expect(machine.waited() == .stop)
    }

    @Test func `what comes out of turn stops`() {
        var machine = self.machine()
        #expect(machine.ended(at: .zero) == .stop)
        #expect(machine.waited() == .stop)
        #expect(machine.connected(at: .zero) == .run)
        #expect(machine.connected(at: .zero) == .stop)
        #expect(machine.failed(canHelp: true) == .stop)
        #expect(machine.state == .ready(since: .zero))
    }

    @Test(arguments: 0..<20) func `no sequence of facts breaks the invariants`(seed: UInt64) {
        var generator = SeededRandomNumberGenerator(seed: seed)
        var machine = self.machine()
        for _ in 0..<200 {
            let now = Duration.seconds(Int.random(in: 0...100, using: &generator))
            switch Int.random(in: 0...3, using: &generator) {
            case 0: _ = machine.connected(at: now)
            case 1: _ = machine.failed(canHelp: true)
            case 2: _ = machine.ended(at: now)
            default: _ = machine.waited()
            }
            machine.checkInvariants()
        }
    }
}
