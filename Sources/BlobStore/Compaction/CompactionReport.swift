/// What a compaction did.
package struct CompactionReport: Hashable, Sendable, Codable {
    /// The segments that were replaced.
    package internal(set) var replacedSegments = 0

    /// The segments that were written in their place.
    package internal(set) var writtenSegments = 0

    /// The bytes of the segments that were replaced.
    package internal(set) var readBytes: UInt64 = 0

    /// The bytes of the segments that were written.
    package internal(set) var writtenBytes: UInt64 = 0

    /// The records that were left out.
    package internal(set) var droppedRecords: UInt64 = 0

    /// The compactions that were brought to their end that an earlier one had begun.
    package internal(set) var resumedSegments = 0

    /// The runs of segments that were worth it and stayed as they are, each with the reason.
    package internal(set) var skipped: [CompactionSkip] = []

    /// Makes the report of a compaction that did nothing yet.
    package init() {}

    /// The bytes that are free now and were not before.
    package var freedBytes: UInt64 { readBytes - min(writtenBytes, readBytes) }
}

/// Segments that were worth rewriting and stayed as they are.
package struct CompactionSkip: Hashable, Sendable, Codable {
    /// Why segments stay as they are.
    package enum Reason: Hashable, Sendable, Codable {
        /// The copy needs more bytes than the disk has beyond what is reserved.
        case insufficientSpace(needed: UInt64, available: UInt64)
        /// Something in them is damaged; the sentence says what. They are rewritten when it is healed, or not needed any more.
        case damaged(String)
    }

    /// The number of the first segment.
    package let first: UInt64

    /// The number of the last one.
    package let through: UInt64

    /// Why they stay.
    package let reason: Reason

    /// Says why a run stays as it is.
    init(_ run: CompactionRun, _ reason: Reason) {
        first = run.output.number
        through = run.through
        self.reason = reason
    }
}

extension CompactionSkip {
    /// The bytes that must be free before the segments are rewritten, the reserve included; nil when room is not what they lack.
    package var neededBytes: UInt64? {
        guard case .insufficientSpace(let needed, _) = reason else { return nil }
        return needed
    }
}

extension CompactionSkip: CustomStringConvertible {
    /// A sentence that names the segments and says why they stay, and how much room they lack if they do.
    package var description: String {
        let segments = first == through ? "Segment \(first) stays" : "Segments \(first) to \(through) stay"
        return switch reason {
        case .insufficientSpace(let needed, let available):
            // Rounded so that what is said to be needed is enough.
            "\(segments): \((max(needed, 1) - 1) >> 20 + 1) MiB are needed, \(available >> 20) MiB are free."
        case .damaged(let reason): "\(segments): \(reason)"
        }
    }
}

/// How far a compaction is.
package struct CompactionProgress: Hashable, Sendable {
    /// The bytes of segments that were passed.
    package let bytes: UInt64

    /// The bytes of all segments that it has chosen so far.
    package let total: UInt64

    /// Makes a progress.
    init(bytes: UInt64, total: UInt64) {
        self.bytes = bytes
        self.total = total
    }
}
