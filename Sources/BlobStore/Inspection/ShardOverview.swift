/// What a shard has, and how it is.
package struct ShardOverview: Hashable, Sendable, Codable {
    /// Which shard of which deployment it is.
    package let identity: ShardIdentity

    /// The segments of each generation, those of uploads first.
    package let generations: [GenerationTally]

    /// How much of what there is.
    package let counts: ContentCounts

    /// The place up to which the index knows the log; nil before the first write.
    package let checkpoint: CheckpointPlace?

    /// How far the scrub is.
    package let scrub: ScrubStatus

    /// Why the shard takes no writes; nil when it does.
    package let writesStopped: String?

    /// The bytes that an ordinary user may still write to the file system.
    package let availableBytes: UInt64

    /// The bytes of the index's file that were ever used.
    package let indexBytes: UInt64

    /// The segments of all generations together.
    package var segments: GenerationTally {
        generations.reduce(into: GenerationTally(generation: 0)) { $0.add($1) }
    }
}

/// The segments of one generation, taken together.
package struct GenerationTally: Hashable, Sendable, Codable {
    /// How often their records were rewritten; 0 for segments of uploads.
    package let generation: Int

    /// The number of segments.
    package private(set) var segments = 0

    /// Their bytes.
    package private(set) var bytes: UInt64 = 0

    /// The records in them.
    package private(set) var records: UInt64 = 0

    /// The bytes of all bodies in them.
    package private(set) var bodyBytes: UInt64 = 0

    /// The bytes of the bodies to which the index points.
    package private(set) var liveBytes: UInt64 = 0

    /// The bytes of the bodies to which the index points no more.
    package var deadBytes: UInt64 { bodyBytes - min(bodyBytes, liveBytes) }

    /// Makes the tally of no segments.
    init(generation: Int) {
        self.generation = generation
    }

    /// Adds a segment.
    mutating func add(_ tally: SegmentTally) {
        segments += 1
        bytes += tally.byteCount
        records += tally.records
        bodyBytes += tally.bodyBytes
        liveBytes += tally.liveBytes
    }

    /// Adds the segments of another tally.
    mutating func add(_ other: GenerationTally) {
        segments += other.segments
        bytes += other.bytes
        records += other.records
        bodyBytes += other.bodyBytes
        liveBytes += other.liveBytes
    }
}

/// The rows of the index's tables.
package struct ContentCounts: Hashable, Sendable, Codable {
    /// The chunks.
    package let chunks: Int

    /// The blobs of more than one chunk.
    package let manifests: Int

    /// The references.
    package let references: Int

    /// The chunks and blobs that nobody holds and whose grace runs.
    package let unclaimed: Int

    /// The collected manifests whose chunks are still being let go of.
    package let dissolving: Int

    /// The chunks and manifests that are damaged.
    package let quarantined: Int

    /// The upload sessions.
    package let sessions: Int
}

/// A place in the log.
package struct CheckpointPlace: Hashable, Sendable, Codable {
    /// The segment's name.
    package let segment: UInt64

    /// The offset in the segment.
    package let offset: UInt64

    /// The sequence number of the last record before it.
    package let sequence: UInt64

    /// The number of the last batch before it.
    package let batch: UInt64

    /// Takes the place of a checkpoint.
    init(_ position: LogPosition) {
        segment = position.segment
        offset = position.offset
        sequence = position.sequence
        batch = position.batch
    }
}
