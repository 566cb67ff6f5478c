/// Lines of cells in columns: the first column begins at the left, the others end at the right.
struct TextTable {
    private var rows: [[String]] = []

    /// The widest first column; what is longer is cut.
    private static let maximumNameWidth = 40

    mutating func add(_ cells: [String]) {
        var cells = cells
        if let name = cells.first, name.count > Self.maximumNameWidth {
            cells[0] = name.prefix(Self.maximumNameWidth - 1) + "…"
        }
        self.rows.append(cells)
    }

    var lines: [String] {
        let columns = self.rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            self.rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return self.rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + padding : padding + cell
            }
            let line = cells.joined(separator: "  ")
            return "  " + (line.lastIndex { $0 != " " }.map { String(line[...$0]) } ?? "")
        }
    }
}
