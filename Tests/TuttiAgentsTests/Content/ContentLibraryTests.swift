import Testing
import TuttiAgents

@Suite struct ContentLibraryTests {
    private static func library(
        _ folder: NotesFolder, _ change: (inout ContentLibrary.Configuration) -> Void = { _ in }
    )
        -> ContentLibrary
    {
        var configuration = ContentLibrary.Configuration()
        change(&configuration)
        return ContentLibrary(root: folder.path, configuration: configuration)
    }

    @Test func `a passage is cited with its file and line`() async throws {
        let folder = try NotesFolder()
        try folder.write("# Garden\n\nTomatoes want sun.\n\n## Water\n\nEvery second evening.\n", to: "home/garden.md")
        try folder.write("Nothing about plants.", to: "other.txt")
        let search = try await Self.library(folder).search("When do the tomatoes get water in the evening?")
        #expect(search.passages.map(\.citation) == ["home/garden.md:7", "home/garden.md:3"])
        #expect(search.passages.first?.headings == ["Garden", "Water"])
        #expect(search.passages.first?.text == "Every second evening.")
        #expect(search.filesRead == 2)
        #expect(search.warnings == [])
    }

    @Test func `an edit counts at the next search, and a file that is gone is no longer found`() async throws {
        let folder = try NotesFolder()
        let library = Self.library(folder)
        try folder.write("apples", to: "a.md")
        #expect(try await library.search("apples").passages.count == 1)
        try folder.write("pears!", to: "a.md")
        #expect(try await library.search("apples").passages.isEmpty)
        #expect(try await library.search("pear").passages.map(\.citation) == ["a.md:1"])
    }

    @Test(arguments: ["", "*", "\"", "..", "/etc/passwd", "[a-z]+", "a\0b", "%00", "🙂"])
    func `a question is data`(question: String) async throws {
        let folder = try NotesFolder()
        try folder.write("plain words", to: "a.md")
        #expect(try await Self.library(folder).search(question).passages.isEmpty)
    }

    @Test func `nothing outside the folder is found, whatever leads there`() async throws {
        let folder = try NotesFolder()
        try folder.write("an honest note about nothing", to: "a.md")
        try folder.link("file.md", to: "../outside/secret.md")
        try folder.link("absolute.md", to: folder.path + "/../outside/secret.md")
        try folder.link("dir", to: "../outside")
        try folder.link("loop", to: ".")
        try folder.link("device.md", to: "/dev/zero")
        try folder.hardLink("hard.md", to: "../outside/secret.md")
        let search = try await Self.library(folder).search("secret")
        #expect(search.passages.isEmpty)
        #expect(search.filesRead == 1)
        for name in ["file.md", "absolute.md", "dir", "loop", "device.md", "hard.md"] {
            #expect(search.warnings.contains { $0.hasPrefix("\(name) ") }, "\(name): \(search.warnings)")
        }
    }

    @Test func `hidden files, keys and what is no text are left out`() async throws {
        let folder = try NotesFolder()
        let key = "-----BEGIN OPENSSH PRIVATE KEY-----\nsecret\n"
        for name in [".hidden.md", ".git/config.md", "id_rsa.txt", "server.pem.txt", "credentials.txt", "prod.env.md"] {
            try folder.write("secret", to: name)
        }
        for name in ["archive.zip", "id_rsa", "picture.md.png", "noextension"] { try folder.write("secret", to: name) }
        try folder.write(key, to: "pasted.md")
        try folder.write([0x73, 0x65, 0x63, 0x72, 0x65, 0x74, 0x20, 0xFF, 0xFE], to: "latin.md")
        try folder.write("secret", to: "new\nline.md")
        try #require(folder.fifo("pipe.md"))
        let search = try await Self.library(folder).search("secret")
        #expect(search.passages.isEmpty)
        #expect(search.filesRead == 0)
        for name in ["id_rsa.txt", "pasted.md", "latin.md", "new?line.md", "pipe.md"] {
            #expect(search.warnings.contains { $0.hasPrefix(name) }, "\(name): \(search.warnings)")
        }
        #expect(!search.warnings.contains { $0.contains("hidden") || $0.contains(".git") })
    }

    @Test func `limits of size, number and depth are kept and told`() async throws {
        let folder = try NotesFolder()
        try #require(folder.sparse("huge.md", size: 6 << 20))
        for index in 0..<6 { try folder.write("word \(index)", to: "\(index).md") }
        try folder.write("word deep", to: "a/b/c/d.md")
        let small = Self.library(folder) { $0.maximumFiles = 4 }
        let few = try await small.search("word")
        #expect(few.filesRead == 4)
        #expect(few.warnings.first?.contains("holds more than 4 files") == true)
        let shallow = try await Self.library(folder) { $0.maximumDepth = 3 }.search("word")
        #expect(shallow.filesRead == 6)
        #expect(shallow.warnings.contains { $0.hasPrefix("a/b/c lies deeper than 3 folders") })
        #expect(shallow.warnings.contains { $0.hasPrefix("huge.md has 6291456 bytes") })
        let tiny = try await Self.library(folder) { $0.maximumTotalSize = 13 }.search("word")
        #expect(tiny.filesRead == 2)
        let many = try await Self.library(folder).search("word", limit: 1000)
        #expect(many.passages.count == 7)
        #expect(try await Self.library(folder).search("word", limit: -1).passages.isEmpty)
    }

    @Test func `a root that is a link is followed, for its owner has named it`() async throws {
        let folder = try NotesFolder()
        try folder.write("apples", to: "a.md")
        try folder.link("../outside/link", to: "../notes")
        let library = ContentLibrary(root: folder.path + "/../outside/link")
        #expect(try await library.search("apples").passages.count == 1)
    }

    @Test func `a folder that is missing or no folder is an error that names it`() async throws {
        let folder = try NotesFolder()
        try folder.write("x", to: "a.md")
        for path in [folder.path("nowhere"), folder.path("a.md"), "", "a\0b", "/dev/null"] {
            let error = await #expect(throws: StorageError.self) { try await ContentLibrary(root: path).search("x") }
            #expect(error?.code == .unreadable)
            #expect(path.isEmpty || path.contains("\0") || error?.message.contains(path) == true)
        }
    }

    @Test(arguments: [
        "../outside/secret.md", "/etc/hostname.md", "a/../../outside/secret.md", "a/./b.md", ".", "..", "", "a//b.md",
        "a.md/", "..%2foutside%2fsecret.md", "%2e%2e/outside/secret.md", "a.md\0.png", ".hidden.md", "sub/.git/x.md",
        "id_rsa.txt", "key.pem", "a.zip", "link.md", "dir/secret.md", "hard.md", "a.md/b.md", "new\nline.md",
        "..\\outside\\secret.md", "pipe.md", "sub", "nowhere.md", "latin.md", "huge.md", "A.MD",
    ])
    func `a path that is not a note below the root is not read`(path: String) async throws {
        let folder = try NotesFolder()
        for name in ["a.md", ".hidden.md", "sub/.git/x.md", "id_rsa.txt", "key.pem", "a.zip", "sub/b.md"] {
            try folder.write("text", to: name)
        }
        try folder.link("link.md", to: "../outside/secret.md")
        try folder.link("dir", to: "../outside")
        try folder.hardLink("hard.md", to: "../outside/secret.md")
        try folder.write([0xFF], to: "latin.md")
        try #require(folder.fifo("pipe.md") && folder.sparse("huge.md", size: 6 << 20))
        await #expect(throws: StorageError.self) { try await Self.library(folder).text(of: path) }
    }

    @Test func `a note below the root is read`() async throws {
        let folder = try NotesFolder()
        try folder.write("text", to: "sub/deeper/b.md")
        #expect(try await Self.library(folder).text(of: "sub/deeper/b.md") == "text")
        #expect(try await Self.library(folder).text(of: "sub/deeper/b.md") == "text")
    }
}
