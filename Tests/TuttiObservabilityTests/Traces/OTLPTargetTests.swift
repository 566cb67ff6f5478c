import Testing
import TuttiModels
import TuttiObservability

@Suite struct OTLPTargetTests {
    @Test(
        arguments: [
            (["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318"], nil, "http://c:4318/v1/traces"),
            (["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318/base/"], nil, "http://c:4318/base/v1/traces"),
            (["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://c/mine"], nil, "https://c/mine"),
            (
                ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://c/mine", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://d"],
                nil,
                "https://c/mine"
            ),
            (["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://c/mine"], "http://flag", "http://flag/v1/traces"),
            (["OTEL_EXPORTER_OTLP_ENDPOINT": ""], nil, nil), ([:], nil, nil),
            (["OTEL_SDK_DISABLED": "true"], "http://flag", nil),
        ] as [([String: String], String?, String?)])
    func `the address is the one that was named`(environment: [String: String], flag: String?, url: String?) throws {
        #expect(try OTLPTarget(environment: environment, flag: flag)?.url == url)
    }

    @Test func `headers are decoded, and are secrets`() throws {
        let target = try #require(
            try OTLPTarget(
                environment: [
                    "OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Bearer%20abc, x-team = a",
                    "OTEL_EXPORTER_OTLP_TRACES_HEADERS": "x-team=b", "OTEL_SERVICE_NAME": "mine",
                ], flag: "http://c"))
        #expect(target.headers["authorization"] == "Bearer abc")
        #expect(target.headers["x-team"] == "b")
        #expect(target.secrets.contains("Bearer abc"))
        #expect(target.service == "mine")
    }

    @Test(
        arguments: ["novalue", "=x", "a=b%0d%0ac: d", "a=%zz", "a=%4", "a b=c", "a=é"].map {
            ["OTEL_EXPORTER_OTLP_HEADERS": $0]
        })
    func `headers that cannot be sent are refused`(environment: [String: String]) {
        let accepted = try? OTLPTarget(environment: environment, flag: "http://c")
        // White space around and in names means nothing.
        #expect(accepted == nil || environment.values.first == "a b=c")
    }

    @Test(arguments: ["c:4318", "ftp://c", "http://user:password@c", "http://c/?q=1", "http://c:0"])
    func `an address that is none is refused`(flag: String) {
        #expect(throws: ModelError.self) { try OTLPTarget(environment: [:], flag: flag) }
    }
}
