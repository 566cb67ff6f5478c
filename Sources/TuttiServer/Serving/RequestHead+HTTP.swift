internal import HTTPTypes

extension RequestHead {
    /// Takes what decides from a request.
    init(_ head: HTTPRequest) {
        self.init(head.method.rawValue, head.path ?? "/", host: head.authority)
        // Asked for one by one, each field would be looked for among all.
        for field in head.headerFields {
            switch field.name {
            // The first is taken out of the fields.
            case .host: self.hasSecondHost = true
            case .transferEncoding: self.isChunked = true
            case .origin: Self.add(field.value, to: &self.origin)
            case .authorization: Self.add(field.value, to: &self.authorization)
            case .apiKey: Self.add(field.value, to: &self.apiKey)
            case .anthropicVersion: Self.add(field.value, to: &self.anthropicVersion)
            case .contentType: Self.add(field.value, to: &self.contentType)
            case .contentLength: Self.add(field.value, to: &self.contentLength)
            case .fetchSite: Self.add(field.value, to: &self.fetchSite)
            default: break
            }
        }
    }

    /// What a client sends twice counts as one value, as HTTP has it.
    private static func add(_ value: String, to field: inout String?) {
        field = field.map { "\($0), \(value)" } ?? value
    }
}
