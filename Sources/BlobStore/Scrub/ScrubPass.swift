package import FoundationEssentials

/// One pass of the scrub over the whole shard.
package struct ScrubPass: Hashable, Sendable, Codable {
    /// When it began.
    package let started: Date

    /// When it had read everything.
    package let ended: Date

    /// The bytes that it read.
    package let bytes: UInt64

    /// What it found.
    package let findings: UInt64
}

/// How far the scrub of a shard is.
package struct ScrubStatus: Hashable, Sendable, Codable {
    /// When the pass began that is not finished yet; nil between two passes.
    package let passStarted: Date?

    /// The bytes that the unfinished pass has read.
    package let bytes: UInt64

    /// The bytes that a pass has to read, as the shard is now.
    package let totalBytes: UInt64

    /// What the unfinished pass has found.
    package let findings: UInt64

    /// The last pass that read everything; nil when there was none.
    package let lastPass: ScrubPass?

    /// The chunks and manifests that are damaged now.
    package let quarantined: Int

    /// Tells whether the scrub has something to do.
    ///
    /// An unfinished pass goes on at once. A new one begins half a period after the beginning of the last: so everything is
    /// read once a period as long as a pass takes no more than half of one.
    ///
    /// - Parameters:
    ///   - now: The present.
    ///   - period: The time in seconds within which everything must be read.
    /// - Returns: Whether a scrub is due.
    package func isDue(at now: Date, period: Double) -> Bool {
        guard passStarted == nil, let lastPass else { return true }
        return now.timeIntervalSince(lastPass.started) >= period / 2
    }
}

/// What a running scrub tells of itself now and then.
package struct ScrubProgress: Hashable, Sendable {
    /// The bytes that the pass has read, also before it was interrupted.
    package let bytes: UInt64

    /// The bytes that the pass has to read.
    package let totalBytes: UInt64

    /// The segment that is being read.
    package let segment: UInt64

    /// What the pass has found.
    package let findings: UInt64
}

/// What a scrub did until the end of its pass.
package struct ScrubReport: Hashable, Sendable {
    /// The pass that it finished.
    package let pass: ScrubPass

    /// What was found since the scrub was started or resumed, at most a thousand things.
    package let findings: [ShardFinding]

    /// The chunks and manifests that had been found damaged before and are whole.
    package let readmitted: UInt64
}
