import RandomTesting

extension SeededGenerator {
    /// Returns a text of scalars drawn from an alphabet.
    mutating func text(of alphabet: String, count: ClosedRange<Int>) -> String {
        let scalars = Array(alphabet.unicodeScalars)
        let length = Int.random(in: count, using: &self)
        let drawn = (0..<length).map { _ in scalars[Int.random(in: scalars.indices, using: &self)] }
        return String(String.UnicodeScalarView(drawn))
    }
}
