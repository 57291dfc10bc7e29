import BlobModel
import KeyValueIndex

extension ShardIndex {
    /// Enters what records say, in their order, and the place up to which the log is known then.
    ///
    /// This is the only way into the index: the writer and the recovery both come here. Entering the same records again
    /// changes nothing but the tallies, which is why the checkpoint moves in the same transaction.
    ///
    /// - Parameters:
    ///   - records: The records, whole batches of one or several segments.
    ///   - end: The place in the log after the last of them.
    ///   - txn: The transaction.
    /// - Throws: What the engine throws.
    func apply(
        _ records: [PlacedRecord],
        end: LogPosition,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        var tallies: [UInt64: SegmentTally] = [:]
        for record in records {
            var tally = try currentTally(of: record.segment, tallies, txn)
            tally.records += 1
            tally.liveBytes += record.record.bodyByteCount
            tally.byteCount = max(tally.byteCount, record.bodyOffset + record.record.bodyByteCount)
            tallies[record.segment] = tally
            try apply(record, &tallies, &txn)
        }
        for (segment, tally) in tallies {
            try put(tally.encoded, for: IndexKey.segment(segment), in: segments, &txn)
        }
        try setCheckpoint(end, &txn)
    }

    private func apply(
        _ placed: PlacedRecord,
        _ tallies: inout [UInt64: SegmentTally],
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        let record = placed.record
        switch record.content {
        case .chunks(let entries):
            try apply(entries, of: placed, &tallies, &txn)
        case .manifest(let blob, let digest, _):
            let location = ManifestLocation(of: placed, size: blob.size, digest: digest)
            try put(
                location.encoded,
                for: IndexKey.content(blob.blob, domainKey: record.domainKey),
                in: manifests,
                &txn
            )
        case .referenceAdded(let reference, let blob):
            try add(reference, to: blob, record, &txn)
        case .referenceReleased(let reference, let blob):
            try delete(IndexKey.reference(reference, domainKey: record.domainKey), in: references, &txn)
            try delete(IndexKey.claim(reference, on: blob, domainKey: record.domainKey), in: claims, &txn)
        }
    }

    private func apply(
        _ entries: [ChunkEntry],
        of placed: PlacedRecord,
        _ tallies: inout [UInt64: SegmentTally],
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        let domainKey = placed.record.domainKey
        var offset = placed.bodyOffset
        for entry in entries {
            let location = ChunkLocation(
                of: entry,
                segment: placed.segment,
                offset: offset,
                sequence: placed.record.sequence
            )
            if let former = try chunk(entry.id, domainKey: domainKey, txn.reader), former != location {
                var tally = try currentTally(of: former.segment, tallies, txn)
                tally.retire(UInt64(former.storedLength))
                tallies[former.segment] = tally
            }
            try put(location.encoded, for: IndexKey.content(entry.id, domainKey: domainKey), in: chunks, &txn)
            offset += UInt64(entry.storedLength)
        }
    }

    private func add(
        _ reference: ReferenceID,
        to blob: BlobDescription,
        _ record: SegmentRecord,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        let row = ReferenceRow(blob: blob, sequence: record.sequence)
        try put(row.encoded, for: IndexKey.reference(reference, domainKey: record.domainKey), in: references, &txn)
        let claim = IndexKey.claim(reference, on: blob.blob, domainKey: record.domainKey)
        try put([], for: claim, in: claims, &txn)
    }

    private func currentTally(
        of segment: UInt64,
        _ tallies: [UInt64: SegmentTally],
        _ txn: borrowing WriteTransaction
    ) throws(BlobStoreError) -> SegmentTally {
        if let tally = tallies[segment] { return tally }
        return try tally(of: segment, txn.reader)
    }
}
