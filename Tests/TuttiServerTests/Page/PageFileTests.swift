import Testing
import TuttiServer

@Suite struct PageFileTests {
    private static func text(_ file: PageFile) -> String { String(decoding: file.bytes, as: UTF8.self) }

    @Test func `the page and everything it is made of is served`() throws {
        #expect(PageFile.at("/")?.contentType == "text/html; charset=utf-8")
        #expect(PageFile.at("/index.html") == nil && PageFile.at("") == nil && PageFile.at("/page") == nil)
        for file in PageFile.all {
            let text = Self.text(file)
            for match in text.matches(of: /(?:from|src=|href=) ?"(?<path>\.\/|\/)(?<name>[^"#]*)"/) {
                let path = (match.output.path == "./" ? "/page/" : "/") + match.output.name
                #expect(PageFile.at(path) != nil, "\(file.path) refers to \(path)")
            }
        }
    }

    @Test func `tags tell files apart`() {
        #expect(Set(PageFile.all.map(\.tag)).count == PageFile.all.count)
        for file in PageFile.all { #expect(file.tag.hasPrefix("\"") && file.tag.hasSuffix("\"")) }
    }

    @Test func `nothing of the page is what its policy forbids, or comes from elsewhere`() {
        let forbidden = [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser",
            "createContextualFragment", "javascript:", "style=\"", "<style", " onclick", " onload", " onerror",
            "https://", "@import", "localStorage", "document.cookie",
        ]
        for file in PageFile.all {
            let text = Self.text(file).replacing("http://www.w3.org/2000/svg", with: "")
            for word in forbidden + ["http://"] { #expect(!text.contains(word), "\(file.path) has \(word)") }
        }
        let page = PageFile.at("/").map(Self.text) ?? ""
        #expect(page.matches(of: /<script\b/).count == 1, "scripts are modules of their own")
    }
}
