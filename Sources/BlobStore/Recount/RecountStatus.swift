package import FoundationEssentials

/// What a shard remembers of its recounts, over restarts.
package struct RecountStatus: Hashable, Sendable {
    /// When the last full pass began; nil before there was one.
    package var lastStarted: Date?

    /// When the last full pass ended.
    package var lastEnded: Date?

    /// What the last full pass counted.
    package var last = RecountCounts()

    /// The references that wait for the operator's approval; nil when none do.
    package var held: UInt64?

    /// The references that were missed once, or twice and not released yet.
    package var absences: UInt64 = 0
}

extension RecountStatus {
    /// Makes a status of the state in the index.
    init(_ state: RecountState, absences: Int) {
        lastStarted = state.last.map { Self.date($0.started) }
        lastEnded = state.last.map { Self.date($0.ended) }
        last = state.last?.counts ?? RecountCounts()
        held = state.held > 0 ? state.held : nil
        self.absences = UInt64(absences)
    }

    private static func date(_ milliseconds: UInt64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }
}
