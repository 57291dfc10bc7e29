/// The likeness of two words.
enum EditDistance {
    /// Returns the least number of characters to insert, remove or replace that makes one word of another (Levenshtein).
    static func between(_ first: String, _ second: String) -> Int {
        let columns = Array(second)
        var row = Array(0...columns.count)
        for (index, character) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in columns.indices {
                let replaced = diagonal + (character == columns[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[columns.count]
    }

    /// Returns the candidate that is nearest to a word, if one is within a distance; of equals the first by name.
    static func nearest(to word: String, among candidates: some Sequence<String>, within limit: Int) -> String? {
        candidates.filter { abs($0.count - word.count) <= limit }
            .map { (distance: between(word, $0), name: $0) }
            .filter { $0.distance <= limit }
            .min { $0 < $1 }?.name
    }
}
