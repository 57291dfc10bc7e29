import BlobModel
import FoundationEssentials
import KeyValueIndex
import SystemPackage

/// The index of a shard: an LMDB environment that can always be rebuilt from the log (`Docs/formats/index.md`).
struct ShardIndex: Sendable {
    /// The environment.
    let environment: Environment

    /// The location of each chunk.
    let chunks: Table

    /// The location of each manifest.
    let manifests: Table

    /// What each reference names.
    let references: Table

    /// Which references each blob has.
    let claims: Table

    /// Which manifests and upload sessions hold each chunk.
    let members: Table

    /// Since when nobody holds a chunk or a blob.
    let unclaimed: Table

    /// The collected manifests whose members are still to be removed.
    let dissolving: Table

    /// The blobs that were collected a short time ago.
    let collected: Table

    /// The bytes that were found damaged.
    let quarantine: Table

    /// The upload sessions.
    let sessions: Table

    /// The chunks of the upload sessions, in order.
    let sessionChunks: Table

    /// The upload sessions that have ended and still hold chunks.
    let endedSessions: Table

    /// Since when a recount misses a reference.
    let absences: Table

    /// The tally of each segment.
    let segments: Table

    /// The identity of the index and the checkpoint.
    let marks: Table

    /// The damage that was met since the index was opened.
    let damage = IndexDamage()

    /// Returns the present.
    let now: @Sendable () -> Date

    /// Opens the index in a directory, and makes it when the directory has none.
    ///
    /// - Parameters:
    ///   - path: An existing directory.
    ///   - identity: The shard that the index must belong to.
    ///   - mapByteCount: The size of the memory map at first.
    ///   - now: Returns the present.
    /// - Throws: ``BlobStoreError/foreignIndex(_:)`` when it belongs to another shard, and
    ///   ``BlobStoreError/indexVersion(_:found:)`` when it has another schema version.
    init(
        at path: FilePath,
        identity: ShardIdentity,
        mapByteCount: Int = EnvironmentOptions().mapSize,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(BlobStoreError) {
        self.now = now
        do throws(LMDBError) {
            environment = try Environment.open(at: path, options: EnvironmentOptions(mapSize: mapByteCount))
            chunks = try environment.openTable(named: "chunk")
            manifests = try environment.openTable(named: "manifest")
            references = try environment.openTable(named: "reference")
            claims = try environment.openTable(named: "claim")
            members = try environment.openTable(named: "member")
            unclaimed = try environment.openTable(named: "unclaimed")
            dissolving = try environment.openTable(named: "dissolving")
            collected = try environment.openTable(named: "collected")
            quarantine = try environment.openTable(named: "quarantine")
            sessions = try environment.openTable(named: "session")
            sessionChunks = try environment.openTable(named: "session_chunk")
            endedSessions = try environment.openTable(named: "session_ended")
            absences = try environment.openTable(named: "absence")
            segments = try environment.openTable(named: "segment")
            marks = try environment.openTable(named: "mark")
        } catch {
            throw .index(error)
        }
        try claim(path: path, for: identity)
    }

    /// Runs a body over a snapshot of the index.
    ///
    /// - Parameter body: What to read; spell its error: `{ (txn) throws(BlobStoreError) in … }`.
    /// - Returns: What the body returns.
    /// - Throws: The body's error or the engine's.
    func read<Value>(
        _ body: (borrowing ReadTransaction) throws(BlobStoreError) -> Value
    ) throws(BlobStoreError) -> Value {
        do throws(TransactionError<BlobStoreError>) {
            return try environment.read(body)
        } catch {
            throw noted(BlobStoreError(error))
        }
    }

    /// Runs a body over a snapshot of the index if that can begin at once: for a thread that must not wait.
    ///
    /// - Parameter body: What to read; spell its error: `{ (txn) throws(BlobStoreError) in … }`.
    /// - Returns: What the body returns; nil when it was not run.
    /// - Throws: The body's error or the engine's.
    func readIfFree<Value>(
        _ body: (borrowing ReadTransaction) throws(BlobStoreError) -> Value
    ) throws(BlobStoreError) -> Value? {
        do throws(TransactionError<BlobStoreError>) {
            return try environment.readIfFree(body)
        } catch {
            throw noted(BlobStoreError(error))
        }
    }

    /// Runs a body in the one write transaction; it may run again when the map had to grow.
    ///
    /// - Parameter body: What to write; spell its error: `{ (txn) throws(BlobStoreError) in … }`.
    /// - Returns: What the body returns, after the commit.
    /// - Throws: The body's error or the engine's.
    func write<Value>(
        _ body: (inout WriteTransaction) throws(BlobStoreError) -> Value
    ) throws(BlobStoreError) -> Value {
        do throws(TransactionError<BlobStoreError>) {
            return try environment.write(body)
        } catch {
            throw noted(BlobStoreError(error))
        }
    }

    private func noted(_ error: BlobStoreError) -> BlobStoreError {
        damage.note(error)
        return error
    }

    /// Checks that the index belongs to a shard, or notes that it does when it is new.
    private func claim(path: FilePath, for identity: ShardIdentity) throws(BlobStoreError) {
        let expected = Self.mark(of: identity)
        let found = try read { (txn) throws(BlobStoreError) in try bytes(Self.identityKey, in: marks, txn) }
        guard let found else {
            return try write { (txn) throws(BlobStoreError) in
                try put(expected, for: Self.identityKey, in: marks, &txn)
            }
        }
        guard found.dropFirst(2) == expected.dropFirst(2) else { throw .foreignIndex(path) }
        var reader = ByteReader(found)
        let version = reader.integer(UInt16.self) ?? 0
        switch version {
        case Self.schemaVersion: return
        case Self.formerVersion:
            try write { (txn) throws(BlobStoreError) in
                try upgradeQuarantine(&txn)
                try put(expected, for: Self.identityKey, in: marks, &txn)
            }
        default: throw .indexVersion(path, found: version)
        }
    }

    /// The present, in milliseconds since 1970.
    var milliseconds: UInt64 { UInt64(max(0, now().timeIntervalSince1970 * 1_000)) }

    private static let identityKey = Array("identity".utf8)
    private static let schemaVersion: UInt16 = 3
    /// The version of which the rows can be kept.
    private static let formerVersion: UInt16 = 2

    private static func mark(of identity: ShardIdentity) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(schemaVersion)
        writer.writeLengthPrefixed(identity.shard.text.utf8)
        writer.writeLengthPrefixed(identity.deployment.text.utf8)
        return writer.bytes
    }
}

extension BlobStoreError {
    /// Makes the error of a transaction, wherever it arose.
    init(_ error: TransactionError<BlobStoreError>) {
        switch error {
        case .engine(let error): self = .index(error)
        case .aborted(let error): self = error
        }
    }
}
