import Testing
import TuttiModels

@Suite struct BaseURLTests {
    @Test(arguments: [
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
        (" https://api.openai.com/v1// ", "https://api.openai.com/v1"),
        ("http://[::1]:8080", "http://[::1]:8080"), ("HTTPS://host", "HTTPS://host"),
        ("http://my_host.local/a/b", "http://my_host.local/a/b"),
    ])
    func `an address loses its last slash`(text: String, address: String) throws {
        #expect(try BaseURL(text).text == address)
    }

    @Test(arguments: [
        "", "localhost:8080", "ftp://host", "http://", "http:///v1", "http://host:0", "http://host:99999",
        "http://host:x",
        "http://host/?a=1", "http://host/#f", "http://ho st/", "http://host/a\nb", "http://[::1", "javascript:alert(1)",
        "http://hö.de",
    ])
    func `what is no address of a server is refused with an example`(text: String) {
        let error = #expect(throws: ModelError.self) { try BaseURL(text) }
        #expect(error?.code == .misconfigured)
        #expect(error?.message.contains("http://127.0.0.1:8080/v1") == true)
    }

    @Test func `an address with a password is refused and not repeated`() {
        let error = #expect(throws: ModelError.self) { try BaseURL("https://me:secret@host/v1") }
        #expect(error?.message.contains("secret") == false)
    }
}
