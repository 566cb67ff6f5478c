import Testing
import TuttiAgents

@Suite struct ToolPolicyTests {
    @Test(arguments: [
        "list_tasks", "overdue_tasks", "today", "tasks_due_today", "getNextTask", "get-current.time", "git_status_show",
        "read_query", "search_issues", "list_completed_tasks", "list_deleted_items", "todo_list", "list_email",
        "get_report", "upcoming", "todo.overdue", "next_task", "list_todos2",
    ]) func `a tool that looks read-only may be called`(name: String) {
        #expect(ToolPolicy().verdict(server: "s", tool: name).isAllowed)
    }

    @Test(arguments: [
        "add_task", "complete_task", "create_todo", "delete", "updateTask", "send_email", "write_query", "run", "exec",
        "list_and_delete", "get_or_create", "find_and_replace", "list_deleteall", "removeitems_list", "email_summary",
        "email_list", "find_and_book", "reschedule_overdue", "set_status", "post_status", "list_set", "fetch",
        "frobnicate",
        "frobnicate_overdue", "next_song", "git_checkout", "git_add", "execute_query", "purge-today", "mark.today.done",
    ]) func `a tool that may have an effect is denied, and so is what cannot be told`(name: String) {
        let verdict = ToolPolicy().verdict(server: "s", tool: name)
        #expect(!verdict.isAllowed)
        #expect(verdict.reason.contains("allow it by name"))
    }

    @Test(arguments: ["", "list tasks", "list_täsks", "list/tasks", String(repeating: "list", count: 33), "list\u{1B}"])
    func `a name outside the alphabet is denied even when the configuration allows it`(name: String) {
        #expect(!ToolPolicy(allowed: [name]).verdict(server: "s", tool: name).isAllowed)
    }

    @Test func `the name of the server before a state is no unknown verb`() {
        #expect(ToolPolicy().verdict(server: "cadence", tool: "cadence_overdue").isAllowed)
        #expect(!ToolPolicy().verdict(server: "other", tool: "cadence_overdue").isAllowed)
        #expect(!ToolPolicy().verdict(server: "delete", tool: "delete_overdue").isAllowed)
    }

    @Test func `the configuration allows by name, for one server or for all, and a denial wins`() {
        let policy = ToolPolicy(allowed: ["todo/complete_task", "ping"], denied: ["list_tasks", "mail/ping"])
        #expect(policy.verdict(server: "todo", tool: "complete_task").isAllowed)
        #expect(!policy.verdict(server: "mail", tool: "complete_task").isAllowed)
        #expect(policy.verdict(server: "todo", tool: "ping").isAllowed)
        #expect(!policy.verdict(server: "mail", tool: "ping").isAllowed)
        #expect(policy.verdict(server: "todo", tool: "list_tasks") == .denied("the configuration denies it"))
    }
}
