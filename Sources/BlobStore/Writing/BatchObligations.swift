import BlobModel
import KeyValueIndex

/// What the write transaction of a batch changes and checks beside entering the records.
struct BatchObligations {
    /// The chunks that must be there, undamaged, when the batch is committed.
    var required: [ChunkKey] = []

    /// The blobs whose manifests must be there, undamaged, because no new one is appended.
    var requiredManifests: [ChunkKey] = []

    /// The chunks on which an upload builds, so that their grace begins again.
    var leases: [ChunkKey] = []

    /// The blobs that may be collected at once when no reference is left.
    var dueAtOnce: [ChunkKey] = []

    /// Makes the obligations of a batch without operations.
    init() {}

    /// Does what is owed, after the records were entered.
    ///
    /// "Re-check inside the same write transaction": whatever was collected since the plan, no reference names a lost chunk.
    ///
    /// - Throws: ``BlobStoreError/chunkMissing(_:)``; the transaction is to be given up then.
    func meet(in index: ShardIndex, _ txn: inout WriteTransaction) throws(BlobStoreError) {
        try renewLeases(in: index, &txn)
        for blob in dueAtOnce where try !index.isClaimed(blob.id, domainKey: blob.domainKey, txn.reader) {
            try index.setUnclaimed(blob.id, since: 0, domainKey: blob.domainKey, &txn)
        }
        for chunk in required {
            let location = try index.chunk(chunk.id, domainKey: chunk.domainKey, txn.reader)
            guard let location, location.isUsable else { throw .chunkMissing(chunk.id) }
        }
        for blob in requiredManifests {
            let location = try index.manifest(of: blob.id, domainKey: blob.domainKey, txn.reader)
            guard let location, location.isUsable else { throw .chunkMissing(blob.id) }
        }
    }

    /// Lets the grace begin again of what an upload builds upon.
    func renewLeases(in index: ShardIndex, _ txn: inout WriteTransaction) throws(BlobStoreError) {
        for chunk in leases { try index.renewLease(of: chunk.id, domainKey: chunk.domainKey, &txn) }
    }

    /// Adds the obligations of further operations.
    mutating func add(_ other: BatchObligations) {
        required += other.required
        requiredManifests += other.requiredManifests
        leases += other.leases
        dueAtOnce += other.dueAtOnce
    }

    /// Tells whether a content on which an upload builds needs a lease.
    func renewsLease(in index: ShardIndex, _ txn: borrowing ReadTransaction) throws(BlobStoreError) -> Bool {
        for chunk in leases {
            if try index.needsLease(chunk.id, domainKey: chunk.domainKey, txn) { return true }
        }
        return false
    }
}
