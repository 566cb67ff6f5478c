import Testing
import TuttiServer

@Suite struct OpenFilesTests {
    @Test(arguments: [(64, 16), (256, 64), (1_024, 768), (4_096, 3_840), (1 << 20, 8_192)])
    func `files are left to everything else`(files: Int, connections: Int) {
        #expect(OpenFiles.connections(files: files) == connections)
    }
}
