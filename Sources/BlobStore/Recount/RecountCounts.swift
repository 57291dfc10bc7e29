import BlobModel

/// What a pass over the references counts.
package struct RecountCounts: Hashable, Sendable {
    /// The references that the shard has, as the pass met them.
    package var seen: UInt64 = 0

    /// Those that the front was asked about; the others are too young.
    package var asked: UInt64 = 0

    /// Those that the front did not know.
    package var missing: UInt64 = 0

    /// Those that the front did not know long enough ago either.
    package var due: UInt64 = 0

    /// Those that were released.
    package var released: UInt64 = 0

    /// Makes the counts of a pass that has not begun.
    package init() {}

    /// The most references that a pass may release by itself: one in a hundred, or ten.
    package var allowance: UInt64 { max(10, seen / 100) }

    /// Appends the counts to a row.
    func write(to writer: inout ByteWriter) {
        for count in [seen, asked, missing, due, released] { writer.write(count) }
    }

    /// Reads the counts of a row; the result is nil when it ends before.
    init?(from reader: inout ByteReader) {
        guard let seen = reader.integer(UInt64.self), let asked = reader.integer(UInt64.self),
            let missing = reader.integer(UInt64.self), let due = reader.integer(UInt64.self),
            let released = reader.integer(UInt64.self)
        else { return nil }
        (self.seen, self.asked, self.missing, self.due, self.released) = (seen, asked, missing, due, released)
    }
}
