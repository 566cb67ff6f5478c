internal import HTTPTypes

/// Fields of many responses; made once, as each value is checked when it is made.
extension HTTPField {
    static let json = HTTPField(name: .contentType, value: "application/json")
    static let events = HTTPField(name: .contentType, value: "text/event-stream")
    static let prometheusText = HTTPField(name: .contentType, value: "text/plain; version=0.0.4; charset=utf-8")
    static let noStore = HTTPField(name: .cacheControl, value: "no-store")
    static let noSniff = HTTPField(name: .xContentTypeOptions, value: "nosniff")
}
