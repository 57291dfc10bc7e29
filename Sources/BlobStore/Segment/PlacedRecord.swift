import BlobModel

/// A record together with the place in the log where it stands.
struct PlacedRecord: Hashable, Sendable {
    /// The record.
    let record: SegmentRecord

    /// The number of the segment that has it.
    let segment: UInt64

    /// The offset of its body in the segment.
    let bodyOffset: UInt64

    /// The names of the chunks that a manifest lists, as the index names them; empty for every other record.
    var members: [ContentID] = []
}
