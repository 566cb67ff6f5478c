internal import HTTPTypes

extension RequestHead {
    /// Takes what decides from a request.
    init(_ head: HTTPRequest) {
        self.init(head.method.rawValue, head.path ?? "/", host: head.authority)
        let fields = head.headerFields
        // The first is taken out of the fields.
        self.hasSecondHost = fields[.host] != nil
        self.origin = fields[.origin]
        self.authorization = fields[.authorization]
        self.apiKey = fields[.apiKey]
        self.anthropicVersion = fields[.anthropicVersion]
        self.contentType = fields[.contentType]
        self.contentLength = fields[.contentLength]
        self.isChunked = fields[.transferEncoding] != nil
        self.fetchSite = fields[.fetchSite]
    }
}
