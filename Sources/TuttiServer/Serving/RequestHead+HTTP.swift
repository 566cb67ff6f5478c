internal import HTTPTypes

extension RequestHead {
    /// Takes what decides from a request.
    init(_ head: HTTPRequest) {
        self.init(head.method.rawValue, head.path ?? "/", host: head.authority)
        let fields = head.headerFields
        self.origin = fields[.origin]
        self.authorization = fields[.authorization]
        self.apiKey = fields[named: "x-api-key"]
        self.anthropicVersion = fields[named: "anthropic-version"]
        self.contentType = fields[.contentType]
        self.contentLength = fields[.contentLength]
        self.isChunked = fields[.transferEncoding] != nil
        self.fetchSite = fields[named: "sec-fetch-site"]
    }
}
