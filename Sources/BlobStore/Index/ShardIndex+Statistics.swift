import BlobModel
import KeyValueIndex

extension ShardIndex {
    /// Returns the tally of each segment of which the index knows.
    func tallies() throws(BlobStoreError) -> [UInt64: SegmentTally] {
        try read { (txn) throws(BlobStoreError) in
            var rows: [(key: [UInt8], value: [UInt8])] = []
            do throws(LMDBError) {
                var cursor = try txn.cursor(in: segments)
                while try cursor.next() { rows.append((Self.copy(cursor.key), Self.copy(cursor.value))) }
            } catch {
                throw .index(error)
            }
            return try decode(rows)
        }
    }

    private func decode(_ rows: [(key: [UInt8], value: [UInt8])]) throws(BlobStoreError) -> [UInt64: SegmentTally] {
        var tallies: [UInt64: SegmentTally] = [:]
        for row in rows {
            var reader = ByteReader(row.key)
            guard let number = reader.integer(UInt64.self), let tally = SegmentTally(decoding: row.value) else {
                throw .malformedIndex(table: segments.name)
            }
            tallies[number] = tally
        }
        return tallies
    }

    /// Returns a copy of bytes that are valid for as long as a cursor stands still only.
    static func copy(_ span: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(span.count)
        for index in span.indices { bytes.append(span[index]) }
        return bytes
    }
}
