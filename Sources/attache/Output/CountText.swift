/// A number of things for people to read, such as `1 finding` or `2 findings`.
struct CountText: CustomStringConvertible {
    private let count: UInt64
    private let noun: String

    /// Takes a number and the word for one of the things.
    init(_ count: some BinaryInteger, _ noun: String) {
        self.count = UInt64(count)
        self.noun = noun
    }

    /// The number and the word in its form for that number.
    var description: String { "\(count) \(noun)" + (count == 1 ? "" : "s") }
}
