/// What the recount of a shard has seen, over restarts of the node.
package struct RecountFigures: Codable, Hashable, Sendable {
    /// When the last full pass began; nil before there was one.
    package var lastPassStarted: Timestamp?

    /// When the last full pass ended.
    package var lastPassEnded: Timestamp?

    /// The references that the last full pass asked about.
    package var asked: UInt64 = 0

    /// Those of them that the front did not know.
    package var absent: UInt64 = 0

    /// The references that the last full pass released.
    package var released: UInt64 = 0

    /// The references that wait for the operator's approval to be released; nil when none do.
    package var held: UInt64?

    /// Creates the figures of a shard that was never recounted.
    package init() {}
}
