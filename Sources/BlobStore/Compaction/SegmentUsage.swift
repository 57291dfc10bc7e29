/// What compaction needs to know of a segment to decide whether to rewrite it.
struct SegmentUsage: Hashable, Sendable {
    /// The segment and the numbers for which it stands.
    let segment: LogLayout.Segment

    /// How much of it is in use.
    let tally: SegmentTally

    /// Tells whether it must stay as it is: it is not sealed, or some of its live bytes are damaged.
    let isBlocked: Bool

    /// The bytes of a copy that kept every record, but only the bodies that are in use.
    var copyByteCount: UInt64 {
        tally.byteCount - min(tally.deadBytes, tally.byteCount) + UInt64(SegmentFooter.byteCount)
    }
}

/// Neighbouring segments that one output shall replace.
struct CompactionRun: Hashable, Sendable {
    /// The segments, in order; never empty.
    let inputs: [SegmentUsage]

    /// The name of the output: the number of the first input, and a generation above all of them.
    let output: SegmentName

    /// Makes a run; the result is nil for one that cannot have an output.
    ///
    /// - Parameter inputs: Neighbouring segments.
    init?(_ inputs: [SegmentUsage]) {
        guard let first = inputs.first, let highest = inputs.map(\.segment.name.generation).max(), highest < .max else {
            return nil
        }
        self.inputs = inputs
        output = SegmentName(number: first.segment.name.number, generation: highest + 1)
    }

    /// The names of the inputs, in order.
    var names: [SegmentName] { inputs.map(\.segment.name) }

    /// The number of the last segment for which the output stands.
    var through: UInt64 { inputs.last?.segment.through ?? output.number }

    /// The bytes of bodies that are in use.
    var liveBytes: UInt64 { inputs.reduce(0) { $0 + $1.tally.liveBytes } }

    /// The most bytes that the output takes.
    var copyByteCount: UInt64 { inputs.reduce(0) { $0 + $1.copyByteCount } }

    /// The bytes of the inputs.
    var byteCount: UInt64 { inputs.reduce(0) { $0 + $1.tally.byteCount } }

    /// The bytes that are free afterwards, at least.
    var gain: UInt64 { byteCount - min(byteCount, copyByteCount) }
}
