import Foundation
import Testing

/// The live page of `tutti serve` in Chromium.
@Suite(.timeLimit(.minutes(10))) struct LivePageBrowserLiveTests {
    private static let variables = ProcessInfo.processInfo.environment
    private static let parts = Self.variables["TUTTI_LIVE_PARTS"]
    /// Where `Scripts/test-live` wants the screenshots, when it has a browser.
    private static let screenshots = Self.variables["TUTTI_LIVE_SCREENSHOTS"]

    @Test(.enabled(if: parts != nil && screenshots != nil, "needs TUTTI_LIVE_PARTS and TUTTI_LIVE_SCREENSHOTS"))
    func `a person can use the page, with the mouse, with keys alone and on a phone, and no text does anything`()
        async throws
    {
        let python = try #require(Self.parts) + "/playwright/bin/python"
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Scripts/check-page").standardizedFileURL.path
        let result = try await CommandLineProgram().shell(
            #""$1" "$2" "$TUTTI" --screenshots "$3""#, [python, script, try #require(Self.screenshots)])
        #expect(result.code == 0, "\(result.output) \(result.error)")
    }
}
