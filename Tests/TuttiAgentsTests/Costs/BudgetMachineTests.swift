import Testing
import TuttiAgents
import TuttiModels

@Suite struct BudgetMachineTests {
    private static func money(_ nanodollars: Int) -> Money { Money(nanodollars: nanodollars) }

    private static func machine(spent: Int = 0, reserved: Int = 0) -> BudgetMachine {
        var machine = BudgetMachine(limit: Self.money(100), spent: Self.money(spent))
        machine.reserve(Self.money(reserved))
        return machine
    }

    @Test(
        arguments: [
            (0, 0, 100, .granted), (0, 0, 101, .refused(isFinal: true)), (60, 0, 40, .granted),
            (60, 0, 41, .refused(isFinal: true)), (0, 60, 40, .granted), (0, 60, 41, .refused(isFinal: false)),
            (50, 30, 21, .refused(isFinal: false)), (50, 30, 51, .refused(isFinal: true)),
            (100, 0, 1, .refused(isFinal: true)), (100, 0, 0, .granted), (150, 0, 0, .granted),
            (150, 0, 1, .refused(isFinal: true)), (0, 0, .max, .refused(isFinal: true)),
            (1, .max - 1, 1, .refused(isFinal: false)),
        ] as [(Int, Int, Int, BudgetMachine.Decision)])
    func `a call is granted while it fits beside what is spent and reserved, and one for nothing always`(
        _ spent: Int, _ reserved: Int, _ amount: Int, _ decision: BudgetMachine.Decision
    ) {
        #expect(Self.machine(spent: spent, reserved: reserved).decision(on: Self.money(amount)) == decision)
    }

    @Test func `each share is told of once, the highest when a call reaches several`() {
        var machine = Self.machine()
        let steps: [(spent: Int, share: Int?)] = [
            (49, nil), (1, 50), (0, nil), (29, nil), (17, 95), (3, nil), (1, nil), (500, nil),
        ]
        for step in steps { #expect(machine.settle(.zero, spent: Self.money(step.spent)) == step.share) }
        var twice = Self.machine()
        #expect(twice.settle(.zero, spent: Self.money(80)) == 80)
        // A correction takes it back, and then it is reached again.
        #expect(twice.settle(.zero, spent: Self.money(-40)) == nil)
        #expect(twice.settle(.zero, spent: Self.money(40)) == nil)
        #expect(twice.settle(.zero, spent: Self.money(15)) == 95)
    }

    @Test func `shares that were reached before are not told of again`() {
        var machine = Self.machine(spent: 81)
        #expect(machine.settle(.zero, spent: Self.money(1)) == nil)
        #expect(machine.settle(.zero, spent: Self.money(13)) == 95)
        var nothing = BudgetMachine(limit: .zero)
        #expect(nothing.decision(on: Self.money(1)) == .refused(isFinal: true))
        #expect(nothing.settle(.zero, spent: .zero) == nil)
    }

    @Test func `what was reserved is given back when the call is settled`() {
        var machine = Self.machine(reserved: 60)
        #expect(!machine.isAtRest)
        _ = machine.settle(Self.money(60), spent: Self.money(10))
        #expect(machine.isAtRest)
        #expect(machine.spent == Self.money(10))
        #expect(machine.decision(on: Self.money(90)) == .granted)
    }
}
