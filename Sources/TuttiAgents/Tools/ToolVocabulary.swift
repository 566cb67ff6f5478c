/// The words by which the name of a tool is judged: the one place to look up why a tool may be called, or why not.
enum ToolVocabulary {
    /// A verb of these says that a tool looks something up, wherever it stands in the name.
    static let reading = Self.words(
        "browse count describe find get inspect list lookup peek preview read search show view")

    /// Without a verb, a name that tells of a state says the same, when it has no word that could be another verb.
    static let states = Self.words(
        """
        agenda calendar deadlines due history inbox info overdue pending status stats summary task tasks today todo \
        todos tomorrow upcoming
        """)

    /// The words that may stand beside a state.
    static let neutral = Self.words(
        "a active all and by current day days for in items month my next now of on open or recent the this week with")

    /// A word of these says that a tool changes something, runs something, or sends something out.
    static let effecting = Self.words(
        """
        abort accept activate add allow append apply approve archive assign attach backup ban boot bump buy cancel \
        checkout clean clear click clone close commit complete configure connect create deactivate delegate delete deny \
        deploy destroy disable disconnect dismiss dispatch download drop duplicate edit empty enable enqueue erase eval \
        exec execute fetch fill forget forward generate goto grant http https insert install invoke kill launch login \
        logout make mark merge modify move mute mutate navigate notify overwrite patch pause pay perform print prune \
        publish purge push put reboot redeem refund register reject release remove rename reopen replace reply \
        reschedule reset restart restore resume revert revoke rollback rotate run save sell send set shell shutdown skip \
        snooze spawn start stop store submit subscribe swap sync terminate toggle touch trigger truncate undo uninstall \
        unlock unsubscribe untag update upgrade upload upsert url wipe write
        """)

    /// These do, unless a reading verb stands right before them: `list_email` reads, `email_list` sends.
    static let ambiguous = Self.words(
        """
        block book branch call change charge comment copy dump email export flag form format import invite join label \
        lock log mail message mount order pin play post process purchase query record report request schedule script \
        share sign sql star tag test transfer type vote
        """)

    /// Inside a longer word these say the same: `deleteall`, `removeitems`. Only the past, `deleted`, tells of a state.
    static let effectingStems = [
        "append", "archive", "create", "delete", "destroy", "execute", "insert", "install", "modify", "overwrite",
        "publish", "purchase", "remove", "rename", "replace", "submit", "terminate", "transfer", "truncate", "update",
        "upload", "upsert",
    ]

    /// How much a word of the name or the description tells that a tool lists what is to be done now.
    static let taskWeights: [String: Int] = [
        "today": 5, "overdue": 5, "due": 4, "pending": 4, "task": 4, "tasks": 4, "todo": 4, "todos": 4, "agenda": 4,
        "upcoming": 4, "next": 3, "list": 3, "open": 3, "inbox": 3, "active": 3, "reminders": 3, "current": 2,
        "deadline": 2, "deadlines": 2, "week": 2,
        "completed": -8, "done": -8, "archived": -8, "deleted": -8, "history": -4, "stats": -4, "count": -4,
    ]

    /// Arguments that have to be given and that mean the present day wherever they occur.
    static let dayArguments: Set<String> = ["today", "day", "date"]

    private static func words(_ text: StaticString) -> Set<String> {
        Set(text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }.split(separator: " ").map(String.init))
    }
}
