/// The numbers that the first start of a data directory fixes.
struct DevShape: Codable, Hashable, Sendable {
    /// How many blob nodes there are.
    let nodes: Int

    /// How many shards each of them has.
    let shards: Int
}
