import Foundation

/// Lines that closures of a test collect, whichever thread they run on.
final class Held: @unchecked Sendable {
    // Unchecked: every access takes the lock.
    private let lock = NSLock()
    private var held: [String] = []

    var lines: [String] { self.lock.withLock { self.held } }

    /// Adds a line and returns all.
    func add(_ line: String) -> [String] {
        self.lock.withLock {
            self.held.append(line)
            return self.held
        }
    }
}
