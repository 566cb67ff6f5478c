import Testing
import TuttiCore
import TuttiHTTP
import TuttiTesting

@Suite(.timeLimit(.minutes(2))) struct TransportConformanceTests {
    @Test(arguments: ConformanceSuite.httpTransport.checks)
    func `keeps the rules of a transport`(check: ConformanceCheck<TransportUnderTest>) async throws {
        let servers = Lock<[LoopbackServer]>([])
        try await check.verify {
            TransportUnderTest(
                AsyncHTTPTransport(),
                requestCount: { servers.withLock { $0.reduce(0) { $0 + $1.requestCount } } }
            ) { exchange in
                let server = try await LoopbackServer(Self.script(exchange))
                if exchange == .isNotThere {
                    try await server.stop()
                } else {
                    servers.withLock { $0.append(server) }
                }
                return server.url
            }
        }
        for server in servers.withLock({ $0 }) { try await server.stop() }
    }

    private static func script(_ exchange: TransportUnderTest.Exchange) -> [LoopbackServer.Step] {
        func head(_ status: Int, length: Int) -> String {
            let location = status == 302 ? "location: http://127.0.0.1:1/\r\n" : ""
            return "HTTP/1.1 \(status) x\r\nx-test: yes\r\n\(location)content-length: \(length)\r\n\r\n"
        }
        return switch exchange {
        case .answers(let status, let body): [.send(head(status, length: body.utf8.count) + body)]
        case .isCut(let body): [.send(head(200, length: body.utf8.count + 100) + body), .close]
        case .stalls(let body): [.send(head(200, length: body.utf8.count + 100) + body)]
        case .isSilent, .isNotThere: []
        }
    }
}
