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
            tally.add(record)
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
            try apply(ManifestLocation(of: placed, size: blob.size, digest: digest), blob.blob, placed, &tallies, &txn)
        case .referenceAdded(let reference, let blob):
            try add(reference, to: blob, record, &txn)
        case .referenceReleased(let reference, let blob):
            try release(reference, of: blob, domainKey: record.domainKey, &txn)
        case .sessionAdvanced(let session, let advance):
            try apply(advance, to: session, record, &txn)
        case .sessionEnded(let session, let opened):
            try end(session, opened: opened, domainKey: record.domainKey, &txn)
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
            let key = IndexKey.content(entry.id, domainKey: domainKey)
            let location = ChunkLocation(of: entry, in: placed, offset: offset)
            if let former = try chunk(entry.id, domainKey: domainKey, txn.reader), former != location {
                try retire(UInt64(former.storedLength), in: former.segment, &tallies, txn)
                // Whole bytes came again: what was found damaged is healed.
                if !former.isUsable { try endQuarantine(of: .chunk, entry.id, domainKey: domainKey, &txn) }
            }
            try put(location.encoded, for: key, in: chunks, &txn)
            offset += UInt64(entry.storedLength)
        }
    }

    private func apply(
        _ location: ManifestLocation,
        _ blob: ContentID,
        _ placed: PlacedRecord,
        _ tallies: inout [UInt64: SegmentTally],
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        let domainKey = placed.record.domainKey
        let key = IndexKey.content(blob, domainKey: domainKey)
        if let former = try manifest(of: blob, domainKey: domainKey, txn.reader), former != location {
            try retire(former.byteCount, in: former.segment, &tallies, txn)
            for member in placed.members where former.sequence != location.sequence {
                try delete(IndexKey.member(member, of: former.sequence, domainKey: domainKey), in: members, &txn)
            }
            if !former.isUsable { try endQuarantine(of: .manifest, blob, domainKey: domainKey, &txn) }
        }
        try put(location.encoded, for: key, in: manifests, &txn)
        for member in placed.members {
            try put([], for: IndexKey.member(member, of: location.sequence, domainKey: domainKey), in: members, &txn)
        }
    }

    private func retire(
        _ byteCount: UInt64,
        in segment: UInt64,
        _ tallies: inout [UInt64: SegmentTally],
        _ txn: borrowing WriteTransaction
    ) throws(BlobStoreError) {
        var tally = try currentTally(of: segment, tallies, txn)
        tally.retire(byteCount)
        tallies[segment] = tally
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
        let content = IndexKey.content(blob.blob, domainKey: record.domainKey)
        try delete(content, in: unclaimed, &txn)
        try delete(content, in: collected, &txn)
    }

    /// Removes a reference, and notes since when nobody claims its blob if it was the last one.
    private func release(
        _ reference: ReferenceID,
        of blob: ContentID,
        domainKey: ContentID,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        try delete(IndexKey.reference(reference, domainKey: domainKey), in: references, &txn)
        try delete(IndexKey.reference(reference, domainKey: domainKey), in: absences, &txn)
        try delete(IndexKey.claim(reference, on: blob, domainKey: domainKey), in: claims, &txn)
        guard try !isClaimed(blob, domainKey: domainKey, txn.reader) else { return }
        try put(
            IndexKey.bigEndian(milliseconds),
            for: IndexKey.content(blob, domainKey: domainKey),
            in: unclaimed,
            &txn
        )
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
