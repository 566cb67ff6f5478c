import Testing
import TuttiHTTP
import TuttiModels

@Suite struct ExchangeStateMachineTests {
    private static let broken = HTTPTransportError(.disconnected, "broken.")
    private static let tooLate = HTTPTransportError(.timeout, "too late.")

    private static func opened() -> ExchangeStateMachine {
        var machine = ExchangeStateMachine()
        #expect(machine.began() == [.startIdleTimer])
        #expect(machine.headReceived() == [.stopIdleTimer, .giveHead])
        return machine
    }

    @Test func `a part goes to the reader who waits, and the next is asked for`() {
        var machine = Self.opened()
        #expect(machine.pulled() == [.startIdleTimer])
        #expect(machine.partReceived([1]) == [.stopIdleTimer, .giveReader(.bytes([1])), .askForMore])
        machine.checkInvariants()
    }

    @Test func `a part without a reader is kept, and no more is asked for until it is taken`() {
        var machine = Self.opened()
        #expect(machine.partReceived([1]) == [])
        machine.checkInvariants()
        #expect(machine.pulled() == [.giveReader(.bytes([1])), .askForMore])
        #expect(machine.endReceived() == [.stopIdleTimer, .finish])
        #expect(machine.pulled() == [.giveReader(.end)])
        #expect(machine.pulled() == [.giveReader(.end)])
        machine.checkInvariants()
    }

    @Test func `an empty part is no part`() {
        var machine = Self.opened()
        #expect(machine.partReceived([]) == [.askForMore])
        machine.checkInvariants()
    }

    @Test func `what came before a failure is given before it`() {
        var machine = Self.opened()
        _ = machine.partReceived([1])
        #expect(machine.failed(Self.broken) == [.stopIdleTimer, .finish])
        #expect(machine.pulled() == [.giveReader(.bytes([1])), .askForMore])
        #expect(machine.pulled() == [.giveReader(.failure(Self.broken))])
        machine.checkInvariants()
    }

    @Test func `the end and a failure reach the reader who waits`() {
        var ended = Self.opened()
        _ = ended.pulled()
        #expect(ended.endReceived() == [.stopIdleTimer, .giveReader(.end), .finish])
        var failed = Self.opened()
        _ = failed.pulled()
        #expect(failed.failed(Self.broken) == [.stopIdleTimer, .giveReader(.failure(Self.broken)), .finish])
        failed.checkInvariants()
    }

    @Test func `a failure before the head is the answer`() {
        var machine = ExchangeStateMachine()
        _ = machine.began()
        #expect(machine.failed(Self.broken) == [.stopIdleTimer, .failHead(Self.broken), .finish])
        #expect(machine.failed(Self.tooLate) == [])
        #expect(machine.headReceived() == [])
    }

    @Test func `a request that was stopped before it began is not sent`() {
        var machine = ExchangeStateMachine()
        #expect(machine.mayBegin)
        _ = machine.stopped(Self.tooLate)
        #expect(!machine.mayBegin)
        #expect(machine.began() == [.failHead(Self.tooLate), .finish])
    }

    @Test func `stopping closes the connection once, and frees the network that waits for demand`() {
        var machine = Self.opened()
        _ = machine.partReceived([1])
        #expect(machine.stopped(Self.tooLate) == [.closeConnection, .askForMore, .stopIdleTimer, .finish])
        #expect(machine.stopped(Self.broken) == [])
        #expect(machine.failed(Self.broken) == [])
        #expect(machine.partReceived([2]) == [.askForMore])
        #expect(machine.pulled() == [.giveReader(.failure(Self.tooLate))])
        machine.checkInvariants()
    }

    @Test func `a released body is read on for a moment, and dropping it then does no harm`() {
        var machine = Self.opened()
        _ = machine.partReceived([1])
        #expect(machine.released() == [.stopIdleTimer, .startLingerTimer, .askForMore])
        #expect(machine.partReceived([2]) == [.askForMore])
        #expect(machine.dropped(Self.broken) == [])
        #expect(machine.pulled() == [.giveReader(.end)])
        #expect(machine.endReceived() == [.stopIdleTimer, .finish])
        machine.checkInvariants()
    }

    @Test func `a released body that does not end is closed when the moment is over`() {
        var machine = Self.opened()
        _ = machine.released()
        #expect(machine.stopped(Self.broken).first == .closeConnection)
    }

    @Test func `dropping an open body closes it`() {
        var machine = Self.opened()
        #expect(machine.dropped(Self.broken).first == .closeConnection)
        #expect(machine.released() == [])
    }
}
