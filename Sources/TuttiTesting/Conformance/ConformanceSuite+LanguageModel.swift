public import TuttiModels

extension ConformanceSuite where Subject == any LanguageModel {
    /// What every language model promises. The subject answers any question, each time anew.
    ///
    /// The suite asks about thirty short questions: against a provider it costs time, and a little money.
    public static var languageModel: ConformanceSuite {
        ConformanceSuite(
            "language model",
            [
                "it has a name that can be shown": { model in
                    let controls = model.name.unicodeScalars.filter { $0.properties.generalCategory == .control }
                    let isShown = !model.name.isEmpty && controls.isEmpty
                    try Violation.unless(isShown, "its name is empty or has a control character: \"\(model.name)\"")
                },
                "an answer is pieces of text, then its tokens, then its end": { model in
                    try await Answer(of: model.stream(question)).check()
                },
                "nothing follows the end": { model in
                    var iterator = model.stream(question).makeAsyncIterator()
                    try await Answer(&iterator).check()
                    for _ in 0..<2 {
                        let further = try await iterator.next()
                        try Violation.unless(further == nil, "after its end it gave another event")
                    }
                },
                "each reader makes a call of its own": { model in
                    let stream = model.stream(question)
                    var (first, second) = (stream.makeAsyncIterator(), stream.makeAsyncIterator())
                    let begun = try await first.next()
                    try await Answer(&second).check()
                    try await Answer(&first, after: begun.map { [$0] } ?? []).check()
                },
                "a reader that gives up harms nobody": { model in
                    for try await _ in model.stream(question) { break }
                    try await Answer(of: model.stream(question)).check()
                },
                "calls at the same time do not mix": { model in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<8 { group.addTask { try await Answer(of: model.stream(question)).check() } }
                        try await group.waitForAll()
                    }
                },
                "a cancelled reader is told so, and then nothing more": { model in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            withUnsafeCurrentTask { $0?.cancel() }
                            var iterator = model.stream(question).makeAsyncIterator()
                            let error = try await Violation.unlessThrown(
                                ModelError.self, by: "a cancelled reader's next()"
                            ) {
                                _ = try await iterator.next()
                            }
                            try Violation.unless("the code of the error", error.code, is: .cancelled)
                            let further = try await iterator.next()
                            try Violation.unless(further == nil, "after its error it gave another event")
                        }
                        try await group.waitForAll()
                    }
                },
                "any text can be asked: it is answered, or refused with a ModelError": { model in
                    for text in [
                        "", " \n", "\u{0}", "\u{1B}[2J\r\n", "data: [DONE]\n\n", "{\"role\":\"system\"}",
                        "👩‍👩‍👧 日本 é\u{301}",
                    ] {
                        try await check(model, ModelRequest([.system(text), .user(text)], maximumTokens: 16))
                    }
                    try await check(model, ModelRequest())
                },
            ])
    }
}

private let question = ModelRequest([.user("Say hello in one word.")], maximumTokens: 16)

private func check(_ model: any LanguageModel, _ request: ModelRequest) async throws {
    do {
        try await Answer(of: model.stream(request)).check()
    } catch is ModelError {
        // Refused, which is allowed.
    }
}

/// The events of one call.
private struct Answer {
    /// More events than a short answer can have: a model that goes on for ever ends there.
    private static let maximumEvents = 100_000

    var events: [ModelStreamEvent] = []

    init(of stream: ModelStream) async throws {
        var iterator = stream.makeAsyncIterator()
        try await self.init(&iterator)
    }

    init(_ iterator: inout ModelStream.AsyncIterator, after events: [ModelStreamEvent] = []) async throws {
        self.events = events
        while self.events.count < Self.maximumEvents {
            if case .finished = self.events.last { return }
            guard let event = try await iterator.next() else { return }
            self.events.append(event)
        }
        throw Violation("it has not ended after \(Self.maximumEvents) events")
    }

    func check() throws(Violation) {
        guard case .finished = self.events.last else {
            throw Violation("it ended without `finished`, after \(self.events.count) events")
        }
        guard self.events.count > 1, case .usage = self.events[self.events.count - 2] else {
            throw Violation("the event before `finished` must be `usage`")
        }
        try Violation.unless(!self.events.contains(.text("")), "a piece of text is empty")
    }
}
