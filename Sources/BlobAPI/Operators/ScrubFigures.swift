/// What the scrub of a shard has seen, over restarts of the node.
package struct ScrubFigures: Codable, Hashable, Sendable {
    /// When the pass that is going on began; nil between two passes.
    package var passStarted: Timestamp?

    /// The bytes that this pass has verified.
    package var passBytes: UInt64 = 0

    /// The damage that this pass has found, in places.
    package var passFindings: UInt64 = 0

    /// When the last full pass began; nil before there was one.
    package var lastPassStarted: Timestamp?

    /// When the last full pass ended.
    package var lastPassEnded: Timestamp?

    /// The bytes that the last full pass has verified.
    package var lastPassBytes: UInt64 = 0

    /// The damage that the last full pass has found, in places.
    package var lastPassFindings: UInt64 = 0

    /// Creates the figures of a shard that was never scrubbed.
    package init() {}
}
