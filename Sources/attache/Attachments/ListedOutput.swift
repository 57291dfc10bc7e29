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
    }

    /// Prints the end.
    func end() {
        if isJSON { write(isEmpty ? "[]\n" : "\n]\n") }
    }

    /// Prints all parts, and the end.
    ///
    /// An array that was begun is ended also where the rest can not be read, so that a program can read it.
    ///
    /// - Throws: What the parts throw; `EncodingError`.
    mutating func printAll<Parts: AsyncSequence>(_ parts: Parts) async throws where Parts.Element == [ListedFacts] {
        do {
            for try await part in parts { try print(part) }
        } catch {
            if !isEmpty { end() }
            throw error
        }
        end()
    }

    private mutating func printJSON(_ facts: [ListedFacts]) throws {
        for fact in facts {
            let indented = try JSONText.of(fact).replacing("\n", with: "\n  ")
            // A list of which nothing can be read begins no array.
            write("\(isEmpty ? "[" : ",")\n  \(indented)")
            isEmpty = false
        }
    }

    private mutating func printTable(_ facts: [ListedFacts]) {
        let table = TextTable(rows: (isEmpty ? [ListedFacts.head] : []) + facts.map(\.cells), after: widths)
        table.print()
        widths = table.widths
        isEmpty = false
    }
}
