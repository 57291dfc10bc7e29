import FoundationEssentials

/// The time of a collection: which grace is over, and which collected blobs are forgotten.
struct CollectionMoment: Hashable, Sendable {
    /// How long in seconds a collected blob is known as such: longer than the life of any signed URL of it.
    static let memory: Double = 48 * 3_600

    /// The time, in milliseconds since 1970.
    let now: UInt64

    private let grace: UInt64

    /// Makes the moment of a collection.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - grace: How long in seconds content stays that nobody holds.
    init(now: Date, grace: Double) {
        self.now = UInt64(max(0, now.timeIntervalSince1970 * 1_000))
        self.grace = Self.milliseconds(grace)
    }

    /// Tells whether the grace is over of what nobody holds since a time; 0 lets it be over at once.
    func isDue(_ since: UInt64) -> Bool {
        since == 0 || isPast(since, by: grace)
    }

    /// Tells whether a blob that was collected at a time is forgotten.
    func isForgotten(_ collected: UInt64) -> Bool {
        isPast(collected, by: Self.milliseconds(Self.memory))
    }

    private func isPast(_ time: UInt64, by duration: UInt64) -> Bool {
        let (end, overflows) = time.addingReportingOverflow(duration)
        return !overflows && end <= now
    }

    private static func milliseconds(_ seconds: Double) -> UInt64 {
        UInt64(max(0, seconds * 1_000))
    }
}
