/// A file of the live page. All of them are in the program, so that it can be moved as one file.
package struct PageFile: Sendable {
    /// The path under which it is served.
    package let path: String
    package let contentType: String
    package let bytes: [UInt8]
    /// What tells its contents from others, in quotation marks.
    package let tag: String

    private init(_ path: String, _ contentType: String, _ bytes: [UInt8]) {
        self.path = path
        self.contentType = contentType
        self.bytes = bytes
        // FNV-1a: nobody gains by making two files look the same, as both are ours.
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        self.tag = "\"\(String(hash, radix: 36))\""
    }

    /// The file of a path; nil when there is none.
    package static func at(_ path: some StringProtocol) -> PageFile? { Self.files[String(path)] }

    /// All of them, in the order of their paths.
    package static var all: [PageFile] { Self.files.values.sorted { $0.path < $1.path } }

    private static let files: [String: PageFile] = {
        let (html, css, image) = ("text/html; charset=utf-8", "text/css; charset=utf-8", "image/svg+xml")
        let scripts: [(String, [UInt8])] = [
            ("agentview", PackageResources.agentview_js), ("answer", PackageResources.answer_js),
            ("api", PackageResources.api_js), ("app", PackageResources.app_js), ("dom", PackageResources.dom_js),
            ("graph", PackageResources.graph_js), ("layout", PackageResources.layout_js),
            ("reducer", PackageResources.reducer_js), ("runlist", PackageResources.runlist_js),
            ("sse", PackageResources.sse_js), ("store", PackageResources.store_js),
            ("text", PackageResources.text_js), ("timeline", PackageResources.timeline_js),
        ]
        let files =
            [
                PageFile("/", html, PackageResources.index_html),
                PageFile("/page/style.css", css, PackageResources.style_css),
                PageFile("/page/icon.svg", image, PackageResources.icon_svg),
            ] + scripts.map { PageFile("/page/\($0.0).js", "text/javascript; charset=utf-8", $0.1) }
        return Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }()
}
