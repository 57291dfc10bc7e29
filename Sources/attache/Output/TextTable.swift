/// A table for people to read: columns as wide as their widest cell, two spaces apart.
struct TextTable {
    /// The widths of the columns.
    let widths: [Int]

    private let rows: [[String]]

    /// Creates a table; every row has as many cells as the head.
    init(head: [String], rows: [[String]]) {
        self.init(rows: [head] + rows)
    }

    /// Creates a part of a table that is written in parts, each as wide as those before it, or wider.
    ///
    /// - Parameters:
    ///   - rows: The rows of the part; all have as many cells.
    ///   - former: The widths of the part before it, if there is one.
    init(rows: [[String]], after former: [Int] = []) {
        self.rows = rows
        widths = (rows.first ?? []).indices.map { column in
            let widest = rows.map { $0[column].count }.max() ?? 0
            return former.indices.contains(column) ? max(former[column], widest) : widest
        }
    }

    /// The lines of the table, without spaces at their ends.
    var lines: [String] {
        rows.map { row in
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
