internal import GRDB
internal import TuttiAgents
internal import TuttiJSON

extension MemoryEntry {
    /// Reads an entry from a row of the table `memory`.
    init(row: Row) throws {
        let id = try row.text("id")
        guard let tags = Self.tags(from: try row.text("tags")) else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "the tags of the entry \"\(id)\" are not readable")
        }
        self.init(
            id: id, kind: Kind(try row.text("kind")), text: try row.text("text"), source: try row.text("source"),
            date: try row.timestamp("date"), tags: tags)
    }

    /// The columns of an entry, in the order in which ``SQLiteMemoryStore`` inserts them.
    func arguments(termCount: Int) -> StatementArguments {
        let tags = JSONValue.array(self.tags.map { .string($0) }).serialized()
        return [
            self.id, self.kind.name.storable, self.text.storable, self.source.storable, self.date.secondsSince1970,
            tags,
            termCount,
        ]
    }

    private static func tags(from json: String) -> [String]? {
        // Whatever is wrong with the text, the row is damaged; the caller says which.
        let values = (try? JSONValue(parsing: json))?.array
        let tags = values?.compactMap(\.string)
        return tags?.count == values?.count ? tags : nil
    }
}
