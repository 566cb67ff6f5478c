internal import ArgumentParser
internal import TuttiCore

/// A duration on the command line: `500ms`, `4s`, `2m`.
struct DurationArgument: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        guard let duration = Duration(text: argument), duration > .zero else { return nil }
        self.duration = duration
    }
}
