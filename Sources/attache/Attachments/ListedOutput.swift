/// Prints a list of attachments part by part, so that any number of them takes no memory.
struct ListedOutput {
    /// Whether nothing was printed yet.
    private(set) var isEmpty = true

    private let isJSON: Bool
    private let write: (String) -> Void
    private var widths: [Int] = []

    /// Creates the output of a list.
    ///
    /// - Parameters:
    ///   - isJSON: Whether it is a JSON array, for programs, or a table, for people.
    ///   - write: Takes the pieces of the array; they go to standard output unless told otherwise.
    init(isJSON: Bool, to write: @escaping (String) -> Void = { Swift.print($0, terminator: "") }) {
        (self.isJSON, self.write) = (isJSON, write)
    }

    /// Prints the next part.
    ///
    /// - Throws: `EncodingError`.
    mutating func print(_ facts: [ListedFacts]) throws {
        guard !facts.isEmpty else { return }
        if isJSON { try printJSON(facts) } else { printTable(facts) }
        isEmpty = false
    }

    /// Prints the end.
    func end() {
        if isJSON { write(isEmpty ? "[]\n" : "\n]\n") }
    }

    private func printJSON(_ facts: [ListedFacts]) throws {
        for (position, fact) in facts.enumerated() {
            let isFirst = isEmpty && position == 0
            let indented = try JSONText.of(fact).replacing("\n", with: "\n  ")
            // A list of which nothing can be read begins no array.
            write("\(isFirst ? "[" : ",")\n  \(indented)")
        }
    }

    private mutating func printTable(_ facts: [ListedFacts]) {
        let table = TextTable(rows: (isEmpty ? [ListedFacts.head] : []) + facts.map(\.cells), after: widths)
        table.print()
        widths = table.widths
    }
}
