import Testing
import TuttiCore
import TuttiObservability

@Suite struct ExportMachineTests {
    private static let second: Nanoseconds = 1_000_000_000

    private static func spans(_ count: Int) -> [Span] {
        (0..<count).map {
            Span("s\($0)", .internal, TraceContext(trace: .init(high: 0, low: 1), span: 1), parent: 0, from: 0, to: 0)
        }
    }

    /// The machine, where an expectation can change it.
    private final class Subject {
        private var machine: ExportMachine

        init(_ configuration: ExportMachine.Configuration) { self.machine = ExportMachine(configuration) }

        var hasRoom: Bool { self.machine.hasRoom }
        var counts: TraceExporter.Counts { self.machine.counts }

        func added(_ count: Int, at now: Nanoseconds) -> Bool {
            self.machine.added(ExportMachineTests.spans(count), at: now)
        }

        func next(at now: Nanoseconds) -> ExportMachine.Order { self.machine.next(at: now) }
        func responded(_ response: ExportMachine.Response, at now: Nanoseconds) {
            self.machine.responded(response, at: now)
        }
        func finishing(by end: Nanoseconds) { self.machine.finishing(by: end) }
        func leftOut() { self.machine.leftOut() }
    }

    private static func machine(queue: Int = 10, batch: Int = 4) -> Subject {
        var configuration = ExportMachine.Configuration()
        configuration.maximumQueue = queue
        configuration.maximumBatch = batch
        configuration.maximumAttempts = 3
        return Subject(configuration)
    }

    private static func sent(_ order: ExportMachine.Order) -> [String]? {
        if case .send(let spans) = order { spans.map(\.name) } else { nil }
    }

    @Test func `a batch waits for others for a second, a whole one for nobody`() {
        let machine = Self.machine()
        #expect(machine.next(at: 0) == .wait(until: .never))
        #expect(machine.added(1, at: 5))
        #expect(machine.next(at: 5) == .wait(until: 5 + Self.second))
        #expect(!machine.added(1, at: 6))
        #expect(machine.added(3, at: 7))
        #expect(Self.sent(machine.next(at: 7))?.count == 4)
        machine.responded(.taken, at: 8)
        #expect(Self.sent(machine.next(at: 8 + Self.second)) == ["s2"])
        machine.responded(.taken, at: 9)
        #expect(machine.counts.exportedSpans == 5)
    }

    @Test func `what there is no room for is dropped and counted`() {
        let machine = Self.machine(queue: 3)
        _ = machine.added(5, at: 0)
        #expect(!machine.hasRoom)
        #expect(!machine.added(2, at: 0))
        machine.leftOut()
        #expect(machine.counts.droppedSpans == 4)
        #expect(machine.counts.droppedRuns == 1)
    }

    @Test func `a collector that has too much to do is asked again, later each time, and at last no more`() {
        let machine = Self.machine()
        _ = machine.added(4, at: 0)
        #expect(Self.sent(machine.next(at: 0)) != nil)
        machine.responded(.later(nil), at: 0)
        #expect(machine.next(at: 1) == .wait(until: Self.second / 2))
        #expect(Self.sent(machine.next(at: Self.second / 2))?.count == 4)
        machine.responded(.later(.seconds(3)), at: Self.second)
        #expect(machine.next(at: 2 * Self.second) == .wait(until: 4 * Self.second))
        #expect(Self.sent(machine.next(at: 4 * Self.second)) != nil)
        machine.responded(.later(nil), at: 4 * Self.second)
        #expect(machine.next(at: 5 * Self.second) == .wait(until: .never))
        #expect(machine.counts.droppedSpans == 4)
    }

    @Test func `nobody waits for a collector longer than half a minute`() {
        let machine = Self.machine()
        _ = machine.added(4, at: 0)
        _ = machine.next(at: 0)
        machine.responded(.later(.seconds(86_400)), at: 0)
        #expect(machine.next(at: 1) == .wait(until: 30 * Self.second))
    }

    @Test func `what is refused is not sent again`() {
        let machine = Self.machine()
        _ = machine.added(4, at: 0)
        _ = machine.next(at: 0)
        machine.responded(.refused, at: 0)
        #expect(machine.next(at: 0) == .wait(until: .never))
        #expect(machine.counts.droppedSpans == 4)
    }

    @Test func `at the end everything is sent at once, and nothing after the limit`() {
        let machine = Self.machine()
        _ = machine.added(5, at: 0)
        machine.finishing(by: Self.second)
        #expect(!machine.added(1, at: 0))
        #expect(Self.sent(machine.next(at: 0))?.count == 4)
        machine.responded(.taken, at: 0)
        #expect(Self.sent(machine.next(at: 0))?.count == 1)
        machine.responded(.later(.seconds(10)), at: 0)
        #expect(machine.next(at: 0) == .wait(until: Self.second))
        #expect(machine.next(at: Self.second) == .done)
        #expect(machine.counts.exportedSpans == 4 && machine.counts.droppedSpans == 2)
    }

    @Test func `an empty queue ends at once`() {
        let machine = Self.machine()
        machine.finishing(by: Self.second)
        #expect(machine.next(at: 0) == .done)
    }
}
