import Testing
import TuttiServer

@Suite struct ClientIDTests {
    private static func ipv6(_ first: UInt8, last: UInt8) -> ClientID {
        ClientID(address: [0x20, 1, 0xD, 0xB8, 0, 0, 0, first] + [0, 0, 0, 0, 0, 0, 0, last])
    }

    @Test func `each IPv4 address is a client, however it is written`() {
        #expect(ClientID(address: [10, 0, 0, 1]) != ClientID(address: [10, 0, 0, 2]))
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF, 10, 0, 0, 1]
        #expect(ClientID(address: mapped) == ClientID(address: [10, 0, 0, 1]))
    }

    @Test func `one cannot be many by changing the last half of an IPv6 address`() {
        #expect(Self.ipv6(1, last: 1) == Self.ipv6(1, last: 2))
        #expect(Self.ipv6(1, last: 1) != Self.ipv6(2, last: 1))
    }
}
