import BlobModel
import KeyValueIndex

/// What was found damaged, kept apart: it is not read, not built upon, and healed by a later upload of the same bytes.
extension ShardIndex {
    /// Notes that bytes are damaged, unless the index has them elsewhere by now.
    ///
    /// - Parameters:
    ///   - body: The bytes, as the index had them when they were read.
    ///   - txn: The transaction.
    /// - Returns: Whether the index still points to these bytes.
    /// - Throws: What the engine throws.
    func quarantine(_ body: IndexedBody, _ txn: inout WriteTransaction) throws(BlobStoreError) -> Bool {
        guard try setQuarantined(true, body, &txn) else { return false }
        let key = IndexKey.quarantined(body.subject, body.name, domainKey: body.domainKey)
        // Since when it is known is told by the first one who saw it.
        guard try !contains(key, in: quarantine, txn.reader) else { return true }
        let row = QuarantineRow(body.subject, segment: body.segment, offset: body.offset, since: milliseconds)
        try put(row.encoded, for: key, in: quarantine, &txn)
        return true
    }

    /// Notes that bytes that were found damaged are whole after all, unless the index has them elsewhere by now.
    ///
    /// - Parameters:
    ///   - body: The bytes, as the index had them when they were read.
    ///   - txn: The transaction.
    /// - Returns: Whether the index still points to these bytes.
    /// - Throws: What the engine throws.
    func readmit(_ body: IndexedBody, _ txn: inout WriteTransaction) throws(BlobStoreError) -> Bool {
        guard try setQuarantined(false, body, &txn) else { return false }
        try endQuarantine(of: body.subject, body.name, domainKey: body.domainKey, &txn)
        return true
    }

    /// Forgets that the bytes of a chunk or of a manifest are damaged: whole ones took their place, or nobody needs any.
    ///
    /// - Parameters:
    ///   - subject: Whether they are those of a chunk or of a manifest.
    ///   - name: The chunk's name, or that of the manifest's blob.
    ///   - domainKey: The SHA-256 of the domain's ID.
    ///   - txn: The transaction.
    /// - Throws: What the engine throws.
    func endQuarantine(
        of subject: QuarantineRow.Subject,
        _ name: ContentID,
        domainKey: ContentID,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        try delete(IndexKey.quarantined(subject, name, domainKey: domainKey), in: quarantine, &txn)
    }

    private func setQuarantined(
        _ isQuarantined: Bool,
        _ body: IndexedBody,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) -> Bool {
        let key = IndexKey.content(body.name, domainKey: body.domainKey)
        switch body.subject {
        case .chunk:
            guard var row = try chunk(body.name, domainKey: body.domainKey, txn.reader), row.segment == body.segment,
                row.offset == body.offset, row.sequence == body.sequence
            else { return false }
            row.flags.set(.quarantined, to: isQuarantined)
            try put(row.encoded, for: key, in: chunks, &txn)
        case .manifest:
            guard var row = try manifest(of: body.name, domainKey: body.domainKey, txn.reader),
                row.segment == body.segment, row.offset == body.offset, row.sequence == body.sequence
            else { return false }
            row.flags.set(.quarantined, to: isQuarantined)
            try put(row.encoded, for: key, in: manifests, &txn)
        }
        return true
    }
}

extension ChunkEntry.Flags {
    fileprivate mutating func set(_ flag: Self, to isSet: Bool) {
        if isSet { insert(flag) } else { remove(flag) }
    }
}
