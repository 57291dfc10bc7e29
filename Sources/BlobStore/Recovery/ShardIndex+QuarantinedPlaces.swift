import KeyValueIndex

/// Where bytes stand that are in quarantine.
struct QuarantinedPlace: Hashable, Sendable {
    /// The segment, as the index has it.
    let segment: UInt64

    /// The offset of the bytes in the segment.
    let offset: UInt64
}

extension ShardIndex {
    /// Returns the places of everything in quarantine.
    ///
    /// - Throws: What the engine throws, and ``BlobStoreError/malformedIndex(table:)``.
    func quarantinedPlaces() throws(BlobStoreError) -> Set<QuarantinedPlace> {
        var places: Set<QuarantinedPlace> = []
        var key: [UInt8]?
        repeat {
            let page = try rows(of: quarantine, after: key, limit: 1_000)
            for entry in page.rows {
                guard let row = QuarantineRow(decoding: entry.value) else {
                    throw .malformedIndex(table: quarantine.name)
                }
                places.insert(QuarantinedPlace(segment: row.segment, offset: row.offset))
            }
            key = page.next
        } while key != nil
        return places
    }
}
