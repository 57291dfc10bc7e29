/// A table for people to read: columns as wide as their widest cell, two spaces apart.
struct TextTable {
    private let rows: [[String]]

    /// Creates a table; every row has as many cells as the head.
    init(head: [String], rows: [[String]]) {
        self.rows = [head] + rows
    }

    /// The lines of the table, without spaces at their ends.
    var lines: [String] {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            var line = Substring(cells.joined(separator: "  "))
            while line.last == " " { line.removeLast() }
            return String(line)
        }
    }

    /// Writes the table to standard output.
    func print() {
        for line in lines { Swift.print(line) }
    }
}
