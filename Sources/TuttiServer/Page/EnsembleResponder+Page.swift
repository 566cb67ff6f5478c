internal import Hummingbird
internal import TuttiCore

extension EnsembleResponder {
    /// A file of the live page.
    func showPage(_ path: String, _ request: Request) throws -> Response {
        guard let file = PageFile.at(path) else { throw APIError.notFound("the path") }
        return .page(file, known: request.headers[.ifNoneMatch])
    }

    /// What all runs do, as it happens.
    func followAllRuns(_ request: Request, _ connection: Connection) -> Response {
        let position = request.headers[.lastEventID].flatMap { FeedPosition($0) }
        return .feed { writer in
            try await self.clients.cancelWhenGone(connection.channel) {
                try await self.feed.follow(after: position) { messages in
                    try await writer.write(FeedEncoder.text(messages, now: self.now()))
                }
            }
        }
    }
}
