/// A record together with the place in the log where it stands.
struct PlacedRecord: Hashable, Sendable {
    /// The record.
    let record: SegmentRecord

    /// The number of the segment that has it.
    let segment: UInt64

    /// The offset of its body in the segment.
    let bodyOffset: UInt64
}
