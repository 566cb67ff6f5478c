internal import NIOCore

/// Whom places are shared out to: all requests of one address are one client's.
package struct ClientID: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Everybody whose address is not known.
    package static let unknown = ClientID(0)

    /// A client of a number, for tests.
    package init(_ number: UInt64) {
        self.high = .max
        self.low = number
    }

    /// The client at an address of 4 or 16 bytes. Of an IPv6 address the first half counts: who has one has all of its
    /// 2^64; one that stands for an IPv4 address is that.
    package init(address bytes: some Sequence<UInt8>) {
        var (high, low, count) = (UInt64(0), UInt64(0), 0)
        for byte in bytes {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(byte)
            count += 1
        }
        let isIPv4 = count == 4 || (high == 0 && low >> 32 == 0xFFFF)
        self.high = isIPv4 ? 0 : high
        self.low = isIPv4 ? low & 0xFFFF_FFFF : 0
    }

    /// The client at the other end of a connection.
    init(_ address: SocketAddress?) {
        switch address {
        case .v4: self = Self.reading(address, at: 4..<8)
        case .v6: self = Self.reading(address, at: 8..<24)
        case .unixDomainSocket, nil: self = .unknown
        }
    }

    /// The address lies where `sockaddr_in` and `sockaddr_in6` have it.
    private static func reading(_ address: SocketAddress?, at place: Range<Int>) -> ClientID {
        address?.withSockAddr { pointer, size in
            let bytes = UnsafeRawBufferPointer(start: pointer, count: size)
            return size >= place.upperBound ? ClientID(address: bytes[place]) : .unknown
        } ?? .unknown
    }
}
