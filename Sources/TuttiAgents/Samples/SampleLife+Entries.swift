extension SampleLife {
    /// Ten entries of the last three weeks, oldest first.
    public var entries: [MemoryEntry] { Self.templates.map { $0.entry(on: self.today) } }

    /// An entry without its date.
    private struct Template {
        var daysAgo: Int
        var hour: Double
        var kind: MemoryEntry.Kind
        var tags: [String]
        var text: String

        func entry(on today: CalendarDay) -> MemoryEntry {
            let day = today.adding(days: -self.daysAgo)
            let name = self.kind == .reflection ? "weekly review" : self.kind.name
            return MemoryEntry(
                id: "sample-\(self.kind)-\(self.daysAgo)", kind: self.kind, text: self.text, source: "\(name) \(day)",
                date: day.start.advanced(bySeconds: self.hour * 3600), tags: self.tags)
        }
    }

    private static let templates = [
        Template(
            daysAgo: 20, hour: 21, kind: .journal, tags: ["sleep", "energy"],
            text: """
                First day back after the short holiday. Slept eight hours, ran along the river before breakfast, and the \
                morning felt wide open. I wrote three things on a card and did only those. Remember this: my good days \
                start the night before.
                """),
        Template(
            daysAgo: 17, hour: 10, kind: .conversation, tags: ["overwhelmed", "deadline", "focus"],
            text: """
                I said I was overwhelmed: eleven tasks on the list, and every one of them felt urgent. What helped: we \
                wrote everything down, circled the one task with a real deadline, and gave it a single block of 45 \
                minutes with the phone in another room. Two of the eleven tasks turned out not to be mine at all.
                """),
        Template(
            daysAgo: 16, hour: 20, kind: .journal, tags: ["overwhelmed", "focus"],
            text: """
                The one-block plan worked. I finished the budget in 45 minutes, and by lunch the list was down to five \
                tasks and the tightness in my chest was gone. It was never eleven things. It was one thing and ten \
                worries.
                """),
        Template(
            daysAgo: 13, hour: 7, kind: .journal, tags: ["sleep", "deadline"],
            text: """
                Lay awake until two, going over the quarterly report in my head. When I sleep less than six hours, \
                everything looks like an emergency. And then I said yes to reading the contract for Tom, although the \
                week was full.
                """),
        Template(
            daysAgo: 10, hour: 11, kind: .conversation, tags: ["deadline", "asking"],
            text: """
                I did not know how to tell Ines that the report would be late. We wrote two sentences: what will be \
                ready on the day, and what follows two days later. She answered "Fine, thank you for saying it early." \
                Asking for a later deadline took three minutes; dreading it had taken two days.
                """),
        Template(
            daysAgo: 9, hour: 18, kind: .reflection, tags: ["deadline", "sleep"],
            text: """
                Looking back on the week: hardest was the report, two evenings at the laptop. What gave me energy: the \
                run on Saturday, cooking with Lea. The pattern is plain: a deadline comes near, I give up sleep for it, \
                and then I am too tired to see which task matters. More than three tasks a day has never worked.
                """),
        Template(
            daysAgo: 6, hour: 22, kind: .journal, tags: ["sleep", "rest"],
            text: """
                Cooked with Lea, phone off from eight on. Read thirty pages and slept right through. Why do I treat \
                rest as a reward for finishing, when it is what lets me finish?
                """),
        Template(
            daysAgo: 4, hour: 9, kind: .conversation, tags: ["starting", "focus"],
            text: """
                I could not start on the proposal for the spring project and kept putting it off. We made the first \
                step tiny: open the document, write the title and three bad sentences, with a timer set to ten minutes. \
                I stayed for fifty. Starting was the whole difficulty.
                """),
        Template(
            daysAgo: 2, hour: 19, kind: .journal, tags: ["deadline", "overwhelmed"],
            text: """
                Three deadlines in one week again: the quarterly report, the slides for the product review, and the \
                landlord wants an answer about the heating. I jumped from one to the next all day and finished none. \
                Skipped lunch, which never helps.
                """),
        Template(
            daysAgo: 1, hour: 23, kind: .journal, tags: ["sleep", "deadline"],
            text: """
                To bed at one, awake at five. The report is still not sent, though it is one page of numbers away from \
                done. Dad called while I was staring at it; I said I would call back. Tomorrow I want to do one thing \
                properly before I look at the mail.
                """),
    ]
}
