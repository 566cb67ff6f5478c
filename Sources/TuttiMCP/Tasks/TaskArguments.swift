import TuttiJSON

/// What is wrong with the arguments of a task tool: `kind` is for programs, `message` for whoever mends the call.
struct TaskArgumentError: Error {
    var kind: String
    var message: String

    init(_ kind: String, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

/// The arguments of one call of a task tool, read strictly: they come from a model.
struct TaskArguments {
    private let object: JSONObject

    /// - Throws: ``TaskArgumentError`` for an argument that the tool does not have.
    init(_ object: JSONObject, known names: [String]) throws(TaskArgumentError) {
        if let stranger = object.keys.first(where: { !names.contains($0) }) {
            throw Self.invalid(
                "there is no argument \"\(stranger.prefix(50))\"; there are \(names.joined(separator: ", "))")
        }
        self.object = object
    }

    func title() throws(TaskArgumentError) -> String {
        guard let text = try self.text("title") else { throw Self.invalid("title is missing; say what is to be done") }
        let title = Self.trimmed(text)
        guard !title.isEmpty else { throw Self.invalid("title is empty; say what is to be done") }
        guard title.utf8.count <= 1000 else { throw Self.invalid("title is longer than 1000 bytes; shorten it") }
        return title
    }

    func id() throws(TaskArgumentError) -> Int {
        // Models quote numbers now and then; what they mean is clear.
        guard let id = self.object["id"]?.integer ?? self.object["id"]?.string.flatMap({ Int($0) }) else {
            throw Self.invalid("id has to be the number of a task; list_tasks shows the ids")
        }
        return id
    }

    /// A real day of the calendar, nil when there is none.
    func day(_ name: String) throws(TaskArgumentError) -> String? {
        guard let text = try self.text(name) else { return nil }
        guard Self.isDay(text) else {
            throw Self.invalid("\(name) \"\(text.prefix(40))\" is no day; write it as YYYY-MM-DD, such as 2026-03-31")
        }
        return text
    }

    /// One of the cases of a type, nil when there is none or when it is the word `neutral`.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, or neutral: String? = nil
    ) throws(TaskArgumentError) -> Choice? {
        guard let text = try self.text(name), text != neutral else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue) + (neutral.map { [$0] } ?? [])
            throw Self.invalid("\(name) \"\(text.prefix(40))\" is none of \(words.joined(separator: ", "))")
        }
        return choice
    }

    private func text(_ name: String) throws(TaskArgumentError) -> String? {
        switch self.object[name] {
        case nil, .null?: return nil
        case .string(let text)?: return text
        case .bool?, .integer?, .double?, .array?, .object?: throw Self.invalid("\(name) has to be a text")
        }
    }

    private static func invalid(_ message: String) -> TaskArgumentError { .init("invalid_argument", message) }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func isDay(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return false }
        let digits = [0, 1, 2, 3, 5, 6, 8, 9].map { bytes[$0] }
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)), let day = Int(text.suffix(2)),
            (1...12).contains(month)
        else { return false }
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...lengths[month - 1]).contains(day)
    }
}

extension TaskItem {
    /// The task as the tools write it.
    var json: JSONValue {
        var object = JSONObject([
            ("id", .integer(self.id)), ("title", .string(self.title)), ("status", .string(self.status.rawValue)),
            ("priority", .string(self.priority.rawValue)), ("due", self.due.map(JSONValue.string) ?? .null),
        ])
        if let createdAt { object["createdAt"] = .string(createdAt) }
        return .object(object)
    }
}
