/// The value of an `Attache-Deadline` field: whole milliseconds that are left, 1 to 86,400,000.
///
/// A remaining time and not an instant, so that clocks of different hosts do not matter.
package struct DeadlineField: Hashable, Sendable {
    /// The time that is left.
    package let remaining: Duration

    /// Creates a value from the time that is left, clamped to the allowed range.
    package init(remaining: Duration) {
        let milliseconds = remaining / .milliseconds(1)
        self.remaining = .milliseconds(min(max(milliseconds, 1), 86_400_000).rounded(.down))
    }

    /// Parses a field value; nil unless it is a decimal number in the allowed range.
    package init?(parsing fieldValue: String) {
        guard !fieldValue.isEmpty, fieldValue.utf8.count <= 8,
            fieldValue.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let milliseconds = Int64(fieldValue), (1...86_400_000).contains(milliseconds)
        else { return nil }
        remaining = .milliseconds(milliseconds)
    }

    /// The decimal text of the field.
    package var fieldValue: String {
        String(Int64((remaining / .milliseconds(1)).rounded(.down)))
    }
}
