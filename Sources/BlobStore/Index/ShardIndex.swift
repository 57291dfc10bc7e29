import BlobModel
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

    /// The tally of each segment.
    let segments: Table

    /// The identity of the index and the checkpoint.
    let marks: Table

    /// Opens the index in a directory, and makes it when the directory has none.
    ///
    /// - Parameters:
    ///   - path: An existing directory.
    ///   - identity: The shard that the index must belong to.
    /// - Throws: ``BlobStoreError/foreignIndex(_:)`` when it belongs to another or to another version.
    init(at path: FilePath, identity: ShardIdentity) throws(BlobStoreError) {
        do throws(LMDBError) {
            environment = try Environment.open(at: path)
            chunks = try environment.openTable(named: "chunk")
            manifests = try environment.openTable(named: "manifest")
            references = try environment.openTable(named: "reference")
            claims = try environment.openTable(named: "claim")
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
            throw BlobStoreError(error)
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
            throw BlobStoreError(error)
        }
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
        guard found == expected else { throw .foreignIndex(path) }
    }

    private static let identityKey = Array("identity".utf8)
    private static let schemaVersion: UInt16 = 1

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
