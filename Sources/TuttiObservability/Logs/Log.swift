package import TuttiAgents
internal import TuttiCore

/// The log of a program: records that matter enough become lines, written one at a time.
package final class Log: Sendable {
    private struct State {
        var droppedLines = 0
    }

    private let encoder: LogEncoder
    private let level: LogLevel
    private let now: @Sendable () -> Timestamp
    private let write: @Sendable (String) -> Bool
    private let state = Lock(State())

    /// - Parameters:
    ///   - level: What matters less is not written.
    ///   - now: The wall clock.
    ///   - write: Writes a line by one call of the system; false when nobody takes it. It must not block, and is called by
    ///     many tasks at the same time.
    package init(
        _ encoder: LogEncoder, from level: LogLevel, now: @escaping @Sendable () -> Timestamp,
        write: @escaping @Sendable (String) -> Bool
    ) {
        self.encoder = encoder
        self.level = level
        self.now = now
        self.write = write
    }

    /// Writes a record; one that nobody takes is dropped and counted.
    package func add(_ record: LogRecord) {
        guard record.level >= self.level else { return }
        if !self.write(self.encoder.line(record, at: self.now())) { self.state.withLock { $0.droppedLines += 1 } }
    }

    /// The form of its lines.
    package var format: LogEncoder.Format { self.encoder.format }

    /// Whether records of a level are written: what nobody reads need not be made.
    package func isOn(_ level: LogLevel) -> Bool { level >= self.level }

    /// The lines that nobody took.
    package var droppedLines: Int { self.state.withLock { $0.droppedLines } }
}
