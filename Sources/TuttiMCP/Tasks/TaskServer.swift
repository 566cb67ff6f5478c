import TuttiJSON

/// The built-in to-do list: four tools over a ``TaskStore``, answering JSON as text.
///
/// The answers have the shape of the task service cadence-todo: `{"ok": true, "tasks": [{"id": …, "title": …}]}`. What
/// is wrong with a call is a result with ``MCPToolResult/isError``, which a model can read and mend.
public struct TaskServer: Sendable {
    private let store: any TaskStore

    /// Creates a server of the tasks in `store`.
    public init(store: any TaskStore) { self.store = store }

    /// Serves one client until it ends the conversation.
    ///
    /// - Throws: As ``MCPServer/run(over:)`` does.
    public func run(over transport: any MCPTransport, version: String = "0.1.0") async throws {
        try await MCPServer(name: "tutti-tasks", version: version, tools: self.tools).run(over: transport)
    }

    /// The tools, for a server that offers more than these.
    public var tools: [MCPTool] {
        [
            self.tool(
                "add_task", "Adds a task to the to-do list.", required: ["title"],
                properties: [
                    ("title", ["type": "string", "description": "What is to be done."]),
                    ("due", Self.daySchema("The day it is due.")),
                    ("priority", ["type": "string", "enum": Self.names(of: TaskPriority.self), "default": "normal"]),
                ]
            ) { store, arguments in
                let item = try await store.add(
                    title: try arguments.title(), due: try arguments.day("due"),
                    priority: try arguments.choice("priority") ?? .normal)
                return [("task", item.json)]
            },
            self.tool(
                "list_tasks", "Lists the tasks of the to-do list.",
                properties: [("status", ["type": "string", "enum": Self.names(of: TaskStatus.self, "all")])]
            ) { store, arguments in
                let status: TaskStatus? = try arguments.choice("status", or: "all")
                return [("tasks", .array(try await store.list(status: status).map(\.json)))]
            },
            self.tool(
                "complete_task", "Marks a task as done.", required: ["id"], properties: [("id", ["type": "integer"])]
            ) { store, arguments in
                let id = try arguments.id()
                guard let item = try await store.complete(id: id) else {
                    throw TaskArgumentError("task_not_found", "there is no task \(id); list_tasks shows the ids")
                }
                return [("task", item.json)]
            },
            self.tool(
                "overdue_tasks", "Lists the open tasks that were due before today.", required: ["today"],
                properties: [("today", Self.daySchema("The present day where the user is."))]
            ) { store, arguments in
                guard let today = try arguments.day("today") else {
                    throw TaskArgumentError("invalid_argument", "today is missing; write it as YYYY-MM-DD")
                }
                // Days of this form sort as text.
                let items = try await store.list(status: .open).filter { $0.due.map { $0 < today } ?? false }
                return [("tasks", .array(items.map(\.json)))]
            },
        ]
    }

    /// One tool whose answer is `ok` and the pairs that `body` returns, as text and as structured content.
    private func tool(
        _ name: String, _ description: String, required: [JSONValue] = [], properties: [(String, JSONValue)],
        _ body: @escaping @concurrent @Sendable (any TaskStore, TaskArguments) async throws -> [(String, JSONValue)]
    ) -> MCPTool {
        let schema = JSONObject([
            ("type", "object"), ("properties", .object(JSONObject(properties))), ("required", .array(required)),
            ("additionalProperties", false),
        ])
        let names = properties.map(\.0)
        return MCPTool(name: name, description: description, inputSchema: schema) { [store] arguments in
            do {
                let pairs = try await body(store, try TaskArguments(arguments, known: names))
                let answer = JSONValue.object(JSONObject([("ok", true)] + pairs))
                return MCPToolResult(text: answer.serialized(), structuredContent: answer)
            } catch let error as TaskArgumentError {
                let answer: JSONValue = ["ok": false, "error": .string(error.kind), "message": .string(error.message)]
                return MCPToolResult(text: answer.serialized(), structuredContent: answer, isError: true)
            }
        }
    }

    private static func daySchema(_ description: String) -> JSONValue {
        ["type": "string", "format": "date", "description": .string(description + " YYYY-MM-DD.")]
    }

    private static func names<Choice: RawRepresentable<String> & CaseIterable>(
        of type: Choice.Type, _ further: String...
    ) -> JSONValue {
        .array((Choice.allCases.map(\.rawValue) + further).map(JSONValue.string))
    }
}
