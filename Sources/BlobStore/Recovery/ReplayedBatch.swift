import BlobModel

/// A whole batch of records as it was read from a segment.
struct ReplayedBatch: Sendable {
    /// The records, each with its place.
    private(set) var records: [PlacedRecord] = []

    /// The bodies that are not what their records say.
    private(set) var damage: [IndexedBody] = []

    /// Makes a batch without records.
    init() {}

    /// Tells whether nothing was read.
    var isEmpty: Bool { records.isEmpty }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - placed: The record, with its place.
    ///   - parts: The positions of the damaged parts of its body.
    mutating func add(_ placed: PlacedRecord, damagedParts parts: [Int]) {
        records.append(placed)
        damage += parts.map { IndexedBody(part: $0, of: placed) }
    }
}
