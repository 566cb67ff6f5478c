import Testing
import TuttiAgents
import TuttiJSON

@Suite struct ToolTaskListTests {
    private func list(_ json: JSONValue..., server: String = "todo") throws -> ToolTaskList {
        let today = try #require(CalendarDay("2026-11-23"))
        let tasks = json.compactMap(ToolTask.init).map { ToolTaskList.Source(server: server, task: $0) }
        return ToolTaskList(tasks, today: today)
    }

    @Test func `what is late comes first, then by day, then the important`() throws {
        let list = try self.list(
            ["id": 1, "title": "someday"],
            ["id": 2, "title": "later", "due": "2026-12-01"],
            ["id": 3, "title": "now", "due": "2026-11-23", "priority": "low"],
            ["id": 4, "title": "now too", "due": "2026-11-23T09:00:00Z", "priority": "urgent"],
            ["id": 5, "title": "late", "due": "2026-11-12", "priority": "high"],
            ["id": 6, "title": "very late", "due": "2025-11-12"],
            ["id": 7, "title": "soon", "due": "2026-11-24"],
            ["id": 8, "title": "someday, but important", "priority": 1])
        #expect(
            list.lines(limit: 20).map(\.text) == [
                "overdue since Nov 12, 2025: very late", "overdue since Nov 12: late (high)",
                "due today: now too (high)", "due today: now (low)", "due tomorrow: soon", "due Dec 1: later",
                "open: someday, but important (high)", "open: someday",
            ])
        #expect(list.summary == "8 open tasks: 2 overdue, 2 due today.")
    }

    @Test func `tasks that are done in any dialect are left out`() throws {
        let list = try self.list(
            ["title": "a", "status": "done"], ["title": "b", "status": "Completed"], ["title": "c", "completed": true],
            ["title": "d", "state": "closed"], ["title": "e", "status": "open"],
            ["title": "f", "status": "in_progress"])
        #expect(list.lines(limit: 20).map(\.text) == ["open: e", "open: f"])
    }

    @Test func `a task that two tools gave counts once, equal ids of two servers twice`() throws {
        let today = try #require(CalendarDay("2026-11-23"))
        let task = try #require(ToolTask(["id": 1, "title": "Call"]))
        let sources = ["todo", "todo", "work"].map { ToolTaskList.Source(server: $0, task: task) }
        #expect(ToolTaskList(sources, today: today).count == 2)
    }

    @Test func `a day that is no day counts as none`() throws {
        let list = try self.list(
            ["title": "a", "due": "soon"], ["title": "b", "due": "2026-02-30"], ["title": "c", "due": 5])
        #expect(list.lines(limit: 20).map(\.text) == ["open: a", "open: b", "open: c"])
    }

    @Test func `titles lose what steers a terminal and are cut`() throws {
        let list = try self.list(
            ["title": "\u{1B}[31mred\nnext\u{202E}line"], ["title": .string(.init(repeating: "x", count: 500))])
        let lines = list.lines(limit: 20).map(\.text)
        #expect(lines.first == "open: [31mred nextline")
        #expect(lines.last?.count == "open: ".count + 200)
    }

    @Test func `no tasks are said in words, and the number shown is bounded`() throws {
        #expect(try self.list().summary == "No open tasks.")
        #expect(try self.list(["title": "a"], ["title": "b"]).lines(limit: 1).count == 1)
        #expect(try self.list(["title": "a"]).summary == "1 open task.")
    }
}
