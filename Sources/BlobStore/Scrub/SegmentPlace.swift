/// A place within a segment that is being read.
struct SegmentPlace: Hashable, Sendable {
    /// Where the next record begins, and what was before it.
    var position: LogPosition

    /// Whether all record headers before the place were whole, so that the footer can be held against their chain.
    var isChainKnown: Bool
}
