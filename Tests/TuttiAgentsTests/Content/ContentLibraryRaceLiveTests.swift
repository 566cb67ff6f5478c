#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import Testing
import TuttiAgents

/// Real files that change while they are read.
@Suite(
    .enabled(if: ProcessInfo.processInfo.environment["TUTTI_LIVE"] == "1", "set TUTTI_LIVE=1: loops over real files"))
struct ContentLibraryRaceLiveTests {
    @Test func `a file that is swapped for a link again and again never leads outside`() async throws {
        let folder = try NotesFolder()
        try folder.write("inside", to: "a.md")
        try folder.write("inside", to: "sub/b.md")
        let library = ContentLibrary(root: folder.path)
        let files = FileManager.default
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<1500 {
                    // Whatever of this fails, the next round makes up for it.
                    try? files.removeItem(atPath: folder.path("a.md"))
                    try? folder.link("a.md", to: "../outside/secret.md")
                    try? files.moveItem(atPath: folder.path("sub"), toPath: folder.path("away"))
                    try? folder.link("sub", to: "../outside")
                    try? files.removeItem(atPath: folder.path("a.md"))
                    try? folder.write("inside", to: "a.md")
                    try? files.removeItem(atPath: folder.path("sub"))
                    try? files.moveItem(atPath: folder.path("away"), toPath: folder.path("sub"))
                }
            }
            group.addTask {
                for _ in 0..<1500 {
                    for passage in try await library.search("secret inside").passages {
                        #expect(!passage.text.contains("secret"))
                    }
                    for path in ["a.md", "sub/secret.md", "sub/b.md"] {
                        do {
                            // Empty when it is read between its creation and its writing.
                            let text = try await library.text(of: path)
                            #expect(["", "inside"].contains(text))
                        } catch is StorageError {}
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
