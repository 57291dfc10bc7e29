import BlobModel
import KeyValueIndex

extension ShardReader {
    /// Returns what is known of an upload session, or nil when there is none of this name.
    func session(_ key: SessionKey) throws(BlobStoreError) -> SessionRow? {
        try index.read { (txn) throws(BlobStoreError) in
            try index.session(key.id, domainKey: key.domainKey, txn)
        }
    }

    /// Returns the chunks of an upload session, in order, by the names of the index.
    func chunks(of key: SessionKey) throws(BlobStoreError) -> [Manifest.Chunk] {
        try index.read { (txn) throws(BlobStoreError) in
            try index.chunks(of: key.id, domainKey: key.domainKey, txn)
        }
    }

    /// Returns the number of upload sessions.
    func sessionCount() throws(BlobStoreError) -> Int {
        try index.read { (txn) throws(BlobStoreError) in
            do throws(LMDBError) { return try txn.count(of: index.sessions) } catch { throw .index(error) }
        }
    }

    /// Returns the upload sessions that have expired.
    ///
    /// - Parameters:
    ///   - now: The present, in milliseconds since 1970.
    ///   - limit: The most sessions to return.
    /// - Returns: Their keys, in order.
    /// - Throws: What the engine throws.
    func expiredSessions(at now: UInt64, limit: Int) throws(BlobStoreError) -> [SessionKey] {
        try index.read { (txn) throws(BlobStoreError) in
            var expired: [SessionKey] = []
            do throws(LMDBError) {
                var cursor = try txn.cursor(in: index.sessions)
                while expired.count < limit, try cursor.next() {
                    let row = SessionRow(decoding: Array(copying: cursor.value))
                    guard let row, row.expires <= now else { continue }
                    if let key = SessionKey(decoding: Array(copying: cursor.key)) { expired.append(key) }
                }
            } catch {
                throw .index(error)
            }
            return expired
        }
    }
}

extension SessionKey {
    /// Reads the key of a row; the result is nil when it is not of its form.
    init?(decoding key: [UInt8]) {
        guard key.count == ContentID.byteCount + UploadSessionID.byteCount,
            let domainKey = ContentID(bytes: key.prefix(ContentID.byteCount)),
            let id = UploadSessionID(bytes: Array(key.suffix(UploadSessionID.byteCount)))
        else { return nil }
        self.init(domainKey: domainKey, id: id)
    }
}

extension Array where Element == UInt8 {
    fileprivate init(copying span: Span<UInt8>) {
        self.init()
        reserveCapacity(span.count)
        for index in span.indices { append(span[index]) }
    }
}
