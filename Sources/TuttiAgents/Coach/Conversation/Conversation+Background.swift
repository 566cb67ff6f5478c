extension Conversation {
    /// What a model is shown of the conversation: what earlier sessions came to, the summary, the facts of turns that are
    /// not shown, and the newest turns word for word, oldest first.
    package var background: String { self.background(within: self.limits.backgroundBytes) }

    /// The same in at most so many bytes of JSON.
    package func background(within bytes: Int) -> String {
        let bytes = min(bytes, self.limits.backgroundBytes)
        let scale = Double(bytes) / Double(self.limits.backgroundBytes)
        func share(_ part: Int) -> Int { Int(Double(part) * scale) }
        let recalled = Section("Earlier sessions", self.recalled, within: share(self.limits.recalledBytes))
        let summary = Section("What was said before, summed up", self.summary, within: share(self.limits.summaryBytes))
        let factBytes = share(self.limits.factBytes(hasSummary: !summary.text.isEmpty))
        let known = self.facts.text(before: .max, within: factBytes - Section.overhead)
        let shown = self.shownTurns(
            within: bytes - recalled.size - summary.size - known.jsonLength - 2 * Section.overhead)
        let facts = Section(
            "From before, in the person's words",
            self.facts.text(before: shown.first, within: factBytes - Section.overhead), within: factBytes)
        let earlier = [recalled, summary, facts].filter { !$0.text.isEmpty }
        let latest = shown.lines.joined(separator: "\n")
        let heading = earlier.isEmpty || latest.isEmpty ? "" : "The latest turns:\n"
        let parts = earlier.map(\.text) + (latest.isEmpty ? [] : [heading + latest])
        return parts.joined(separator: "\n").prefix(jsonBytes: bytes)
    }

    /// The newest turns that fit and that no summary tells of, with the number of the first.
    private func shownTurns(within bytes: Int) -> (lines: [String], first: Int) {
        var lines: [String] = []
        var first = self.lastNumber + 1
        var size = 0
        for turn in self.turns.reversed() where turn.number > self.summarizedTurns {
            size += turn.lineLength + 2
            guard size <= bytes else { break }
            lines.append(turn.line)
            first = turn.number
        }
        return (lines.reversed(), first)
    }

    /// A heading with what stands below it, or nothing.
    private struct Section {
        /// The most bytes of a heading with the line ends around it.
        static let overhead = 48

        var text = ""
        var size: Int { self.text.jsonLength + 2 }

        init(_ heading: String, _ body: String, within bytes: Int) {
            guard body.contains(where: { !$0.isWhitespace }), bytes > Self.overhead else { return }
            self.text = "\(heading):\n" + body.prefix(jsonBytes: bytes - Self.overhead)
        }
    }
}
