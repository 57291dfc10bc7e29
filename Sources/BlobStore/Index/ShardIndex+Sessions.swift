import BlobModel
import KeyValueIndex

/// Upload sessions: what arrived so far, and what it holds.
extension ShardIndex {
    /// Returns what is known of an upload session, or nil when the domain has none of this name.
    func session(
        _ id: UploadSessionID,
        domainKey: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> SessionRow? {
        guard let row = try bytes(IndexKey.session(id, domainKey: domainKey), in: sessions, txn) else { return nil }
        guard let session = SessionRow(decoding: row) else { throw .malformedIndex(table: sessions.name) }
        return session
    }

    /// Returns the chunks of an upload session, in order, by the names of the index.
    func chunks(
        of session: UploadSessionID,
        domainKey: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> [Manifest.Chunk] {
        var rows: [[UInt8]] = []
        do throws(LMDBError) {
            let range = KeyRange.prefix(IndexKey.session(session, domainKey: domainKey))
            var cursor = try txn.cursor(in: sessionChunks, over: range)
            while try cursor.next() { rows.append(Self.copy(cursor.value)) }
        } catch {
            throw .index(error)
        }
        return try rows.map { (row) throws(BlobStoreError) in
            guard let chunk = Self.chunk(decoding: row) else { throw .malformedIndex(table: sessionChunks.name) }
            return chunk
        }
    }

    /// Enters what an append to an upload session brought.
    ///
    /// A session of which the index knows nothing was ended: its opening record is gone from a compacted log, and what
    /// remains of it says nothing any more.
    func apply(
        _ advance: SessionAdvance,
        to session: UploadSessionID,
        _ record: SegmentRecord,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        let domainKey = record.domainKey
        let opened = advance.opened == 0 ? record.sequence : advance.opened
        if advance.opened != 0 {
            guard try self.session(session, domainKey: domainKey, txn.reader)?.opened == opened else { return }
        }
        let row = SessionRow(opened: opened, size: advance.end, expires: advance.expires)
        try put(row.encoded, for: IndexKey.session(session, domainKey: domainKey), in: sessions, &txn)
        var offset = advance.offset
        for chunk in advance.chunks {
            let key = IndexKey.sessionChunk(session, at: offset, domainKey: domainKey)
            try put(Self.encoded(chunk), for: key, in: sessionChunks, &txn)
            try put([], for: IndexKey.member(chunk.id, of: opened, domainKey: domainKey), in: members, &txn)
            offset += UInt64(chunk.length)
        }
    }

    /// Ends an upload session; what it holds is let go at once when that is little, and otherwise by ``EndedSessions``.
    func end(
        _ session: UploadSessionID,
        opened: UInt64,
        domainKey: ContentID,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) {
        guard try self.session(session, domainKey: domainKey, txn.reader)?.opened == opened else { return }
        let ended = EndedSession(key: SessionKey(domainKey: domainKey, id: session), opened: opened)
        try delete(ended.indexKey, in: sessions, &txn)
        guard try !letGo(of: ended, limit: Self.chunksLetGoAtOnce, &txn) else { return }
        try put(IndexKey.bigEndian(opened), for: ended.indexKey, in: endedSessions, &txn)
    }

    /// Lets go of chunks that an ended upload session holds; the grace of what nobody else holds begins.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - limit: The most chunks; each of them costs three keys.
    ///   - txn: The transaction.
    /// - Returns: Whether the session holds nothing any more.
    /// - Throws: What the engine throws.
    func letGo(
        of session: EndedSession,
        limit: Int,
        _ txn: inout WriteTransaction
    ) throws(BlobStoreError) -> Bool {
        let domainKey = session.key.domainKey
        let rows = try entries(of: sessionChunks, over: .prefix(session.indexKey), limit: limit, txn.reader)
        for row in rows {
            guard let chunk = Self.chunk(decoding: row.value) else {
                throw .malformedIndex(table: sessionChunks.name)
            }
            try delete(row.key, in: sessionChunks, &txn)
            try delete(IndexKey.member(chunk.id, of: session.opened, domainKey: domainKey), in: members, &txn)
            guard try !isHeld(chunk: chunk.id, domainKey: domainKey, txn.reader) else { continue }
            try setUnclaimed(chunk.id, since: milliseconds, domainKey: domainKey, &txn)
        }
        return rows.count < limit
    }

    /// The most chunks that are let go in the transaction that ends a session: many sessions may end in one.
    private static let chunksLetGoAtOnce = 64

    private static func encoded(_ chunk: Manifest.Chunk) -> [UInt8] {
        var writer = ByteWriter(capacity: 36)
        writer.write(chunk.id.bytes)
        writer.write(chunk.length)
        return writer.bytes
    }

    private static func chunk(decoding row: [UInt8]) -> Manifest.Chunk? {
        var reader = ByteReader(row)
        guard row.count == 36, let id = reader.contentID(), let length = reader.integer(UInt32.self) else { return nil }
        return Manifest.Chunk(id: id, length: length)
    }
}
