package import FoundationEssentials

/// When something is removed, and how long it can be had back.
package struct RemovalTerms: Hashable, Sendable {
    /// The instant of the removal.
    package let now: Date

    /// The time for which the removal can be undone; not negative.
    package let grace: Duration

    /// The most octets of removed attachments that a home can have back; what is removed beyond has no grace.
    package let capacity: UInt64

    /// Creates the terms of a removal.
    package init(now: Date, grace: Duration, capacity: UInt64 = .max) {
        precondition(grace >= .zero, "A grace is not negative.")
        self.now = now
        self.grace = grace
        self.capacity = capacity
    }

    /// The instant from which the bytes may be released.
    package var due: Date { now.addingTimeInterval(graceInterval) }

    /// The instant of the earliest removal that can still be undone now.
    var earliest: Date { now.addingTimeInterval(-graceInterval) }

    private var graceInterval: TimeInterval {
        let (seconds, attoseconds) = grace.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
