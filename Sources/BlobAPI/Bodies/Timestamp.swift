package import FoundationEssentials

/// An instant as the internal API writes it: whole milliseconds since 1970, UTC.
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
    /// The milliseconds since 1970, UTC.
    package let milliseconds: UInt64

    /// Creates an instant from its milliseconds since 1970.
    package init(milliseconds: UInt64) {
        self.milliseconds = milliseconds
    }

    /// Creates an instant from a date; what lies before 1970 counts as 1970.
    package init(_ date: Date) {
        milliseconds = UInt64(max(0, (date.timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// The instant as a date.
    package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// Tells whether an instant is earlier than another.
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Reads a whole number.
    package init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(UInt64.self)
    }

    /// Writes a whole number.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}
