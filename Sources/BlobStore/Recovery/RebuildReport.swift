package import BlobModel

/// What the rebuild of an index found in the log.
package struct RebuildReport: Hashable, Sendable, Codable {
    /// The segments that were read.
    package internal(set) var segments = 0

    /// The bytes of these segments.
    package internal(set) var bytes: UInt64 = 0

    /// The records that were entered into the index.
    package internal(set) var records: UInt64 = 0

    /// The bodies that are damaged; they are in quarantine, and a later upload of the same bytes heals them.
    package internal(set) var damaged: [DamagedStretch] = []

    /// The bodies that are damaged and that nothing needs, because the same bytes were uploaded again.
    package private(set) var superseded: [DamagedStretch] = []

    /// What could not be read; empty without salvage.
    package internal(set) var lost: [LostStretch] = []

    /// The bytes behind the last whole batch, which a crash has left and the next opening cuts off.
    package internal(set) var tornBytes: UInt64 = 0

    /// Makes the report of a rebuild that has read nothing.
    init() {}

    /// Tells whether everything that the index points to can be read.
    package var isWhole: Bool { damaged.isEmpty && lost.isEmpty }

    /// Tells apart, when all records were read, what is damaged and what later records have brought again.
    ///
    /// - Parameter quarantined: The places that the whole index has in quarantine.
    mutating func settle(_ quarantined: Set<QuarantinedPlace>) {
        superseded += damaged.filter { !quarantined.contains($0.place) }
        damaged.removeAll { !quarantined.contains($0.place) }
    }
}

/// Stored bytes of a chunk or a manifest that are not what they were.
package struct DamagedStretch: Hashable, Sendable, Codable {
    /// The chunk's name, or that of the manifest's blob.
    package let content: ContentID

    /// Tells whether it is a manifest.
    package let isManifest: Bool

    /// The number of the segment.
    package let segment: UInt64

    /// The generation of the segment.
    package let generation: UInt16

    /// The offset of the bytes in the segment.
    package let offset: UInt64

    /// The place of the bytes as the quarantine has it.
    var place: QuarantinedPlace {
        QuarantinedPlace(segment: SegmentName(number: segment, generation: generation).rawValue, offset: offset)
    }

    /// Takes over what a replay has found.
    init(_ body: IndexedBody) {
        let name = SegmentName(rawValue: body.segment)
        content = body.name
        isManifest = body.subject == .manifest
        segment = name.number
        generation = name.generation
        offset = body.offset
    }
}

/// A part of the log of which no record could be read.
package struct LostStretch: Hashable, Sendable, Codable {
    /// The number of the segment.
    package let segment: UInt64

    /// The generation of the segment.
    package let generation: UInt16

    /// The offset at which the part begins.
    package let offset: UInt64

    /// The offset behind the part.
    package let end: UInt64

    /// The sequence number of the first record that is lost.
    package let firstRecord: UInt64

    /// The sequence number of the last record that is lost; nil when nothing tells it.
    package internal(set) var lastRecord: UInt64?

    /// Notes a part.
    ///
    /// - Parameters:
    ///   - range: Its offsets.
    ///   - name: The segment.
    ///   - sequence: The sequence number of the last record before it.
    ///   - next: The sequence number of the first record after it, or nil when nothing tells it.
    init(_ range: Range<UInt64>, of name: SegmentName, after sequence: UInt64, before next: UInt64?) {
        segment = name.number
        generation = name.generation
        offset = range.lowerBound
        end = range.upperBound
        firstRecord = sequence + 1
        lastRecord = next.map { $0 - 1 }
    }
}

/// How far a rebuild is.
package struct RebuildProgress: Hashable, Sendable {
    /// The bytes of segments that were read.
    package let bytes: UInt64

    /// The bytes of all segments.
    package let total: UInt64

    /// Makes a progress.
    init(bytes: UInt64, total: UInt64) {
        self.bytes = bytes
        self.total = total
    }
}
