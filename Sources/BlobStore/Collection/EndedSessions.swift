import BlobModel
import KeyValueIndex

/// An upload session that has ended and still holds chunks (`Docs/formats/index.md`, table `session_ended`).
struct EndedSession: Hashable, Sendable {
    /// The session.
    let key: SessionKey

    /// The sequence number of the record that opened the session; it names the session as a holder of chunks.
    let opened: UInt64

    /// Makes the entry of a session.
    init(key: SessionKey, opened: UInt64) {
        self.key = key
        self.opened = opened
    }

    /// Makes an entry from a row.
    ///
    /// - Throws: ``BlobStoreError/malformedIndex(table:)``.
    init(decoding entry: IndexEntry, in index: ShardIndex) throws(BlobStoreError) {
        guard let key = SessionKey(decoding: entry.key), let opened = Self.opened(decoding: entry.value) else {
            throw .malformedIndex(table: index.endedSessions.name)
        }
        self.init(key: key, opened: opened)
    }

    /// Reads the value of a row; the result is nil when it is not of its form.
    static func opened(decoding row: [UInt8]) -> UInt64? {
        var reader = ByteReader(row)
        return row.count == 8 ? reader.integer(UInt64.self) : nil
    }

    /// The row's key, with which the keys of the session's chunks begin.
    var indexKey: [UInt8] { IndexKey.session(key.id, domainKey: key.domainKey) }
}

/// Lets go of what ended upload sessions hold, in transactions of less than a thousand keys.
///
/// A long upload has many thousand chunks, for which the shard's other writers shall not wait. Each step leaves the rows
/// that say where to go on, so that a crash costs nothing.
struct EndedSessions: Sendable {
    /// The chunks of one write transaction; each costs three keys.
    static let chunksPerTransaction = 300

    /// The shard's index.
    let index: ShardIndex

    /// The shard's writer, between whose batches the steps run.
    let writer: ShardWriter

    /// The threads on which to read.
    let pool: BlockingPool

    /// What slows the work down.
    let pacer: any Pacer

    /// Lets everything go that ended sessions hold.
    ///
    /// - Parameter range: The keys of the sessions.
    /// - Returns: Whether it came to the end; false when the task was cancelled.
    /// - Throws: What the index and the writer throw; the next time it goes on.
    func letGo(in range: KeyRange = .all) async throws(BlobStoreError) -> Bool {
        let index = index
        var walk = TableWalk(through: index.endedSessions, over: range, of: index, on: pool)
        while let sessions = try await walk.next({ (entry, _) throws(BlobStoreError) -> EndedSession? in
            try EndedSession(decoding: entry, in: index)
        }) {
            for session in sessions {
                var isDone = false
                while !isDone {
                    isDone = try await step(session)
                    guard await pacer.mayGoOn(after: Self.chunksPerTransaction) else { return false }
                }
            }
        }
        return true
    }

    /// Lets go of some chunks, and tells whether the session has no more.
    private func step(_ session: EndedSession) async throws(BlobStoreError) -> Bool {
        try await writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in
                let isDone = try index.letGo(of: session, limit: Self.chunksPerTransaction, &txn)
                if isDone { try index.delete(session.indexKey, in: index.endedSessions, &txn) }
                return isDone
            }
        }
    }
}
