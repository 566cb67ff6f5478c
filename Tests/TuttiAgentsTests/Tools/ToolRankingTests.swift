import Testing
import TuttiAgents
import TuttiJSON
import TuttiMCP

@Suite struct ToolRankingTests {
    private func names(_ question: String, _ tools: [MCPToolDescription], policy: ToolPolicy = .init()) throws
        -> [String]
    {
        let today = try #require(CalendarDay("2026-11-23"))
        let ranking = ToolRanking(question: question, policy: policy, today: today)
        return ranking.calls(server: "s", tools: tools).map { "\($0.tool)\(JSONValue.object($0.arguments))" }
    }

    private func tool(_ name: String, _ description: String = "", required: [String] = []) -> MCPToolDescription {
        let schema = JSONObject([("type", "object"), ("required", .array(required.map(JSONValue.string)))])
        return MCPToolDescription(name: name, description: description, inputSchema: schema)
    }

    @Test func `task tools come first, tools with arguments and with effects never`() throws {
        let tools = ["add_task", "stats", "list_tasks", "completed_tasks", "overdue_tasks", "today", "inbox"].map {
            self.tool($0)
        }
        let names = try self.names("I feel overwhelmed", tools + [self.tool("get_task", required: ["id"])])
        #expect(names == ["overdue_tasks{}", "list_tasks{}", "today{}"])
    }

    @Test func `words of the question count, in the name more than in the description`() throws {
        let tools = [
            self.tool("list_rooms", "everything about the weather weather weather"), self.tool("get_weather"),
            self.tool("get_songs"),
        ]
        #expect(try self.names("How is the weather?", tools) == ["get_weather{}", "list_rooms{}"])
    }

    @Test func `a tool that has nothing to do with the question is left alone`() throws {
        #expect(try self.names("I feel overwhelmed", [self.tool("get_weather"), self.tool("get_songs")]) == [])
    }

    @Test func `an argument that is the present day is filled in`() throws {
        #expect(
            try self.names("tasks", [self.tool("overdue_tasks", required: ["today"])])
                == [#"overdue_tasks{"today":"2026-11-23"}"#])
        #expect(try self.names("tasks", [self.tool("overdue_tasks", required: ["today", "user"])]) == [])
    }

    @Test func `a list of required arguments that is no list of names excludes the tool`() throws {
        let schema = JSONObject([("required", .array([1]))])
        let tool = MCPToolDescription(name: "list_tasks", description: "", inputSchema: schema)
        #expect(try self.names("tasks", [tool]) == [])
    }

    @Test func `what the configuration allows is chosen like the others`() throws {
        let tools = [self.tool("sync_tasks")]
        #expect(try self.names("tasks", tools) == [])
        #expect(try self.names("tasks", tools, policy: ToolPolicy(allowed: ["sync_tasks"])) == ["sync_tasks{}"])
    }
}
