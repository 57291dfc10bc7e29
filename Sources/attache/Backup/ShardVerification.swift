import BlobModel
import BlobStore
import DeploymentBackup
import SQLDatabase
import SystemPackage

/// What `attache backup --verify` and `attache restore` look at in copied shards.
struct ShardVerification {
    /// The directories of the shards.
    let paths: [ShardID: FilePath]

    /// The master keys, when the shards are encrypted.
    let masterKeys: MasterKeyRing?

    /// What becomes of the copies.
    let purpose: CopyDamageText.Purpose

    /// The shards of a backup that have no index, as their logs cannot be read; known once ``build()`` has run.
    private(set) var unreadable: Set<ShardID> = []

    /// Reads the shards and builds their indexes, and prints what is damaged.
    ///
    /// A copy in a backup whose log cannot be read is damaged like any other, and the others are read all the same.
    ///
    /// - Returns: The number of shards in which something is.
    /// - Throws: `BlobStoreError`, also for a restored shard whose log cannot be read.
    mutating func build() throws(BlobStoreError) -> Int {
        let display = ProgressDisplay("verify")
        defer { display.end() }
        var damaged: [[String]] = []
        for (shard, path) in sorted {
            guard let lines = try check(shard, at: path, display) else { continue }
            damaged.append(lines)
        }
        display.end()
        for line in damaged.joined() { print(line) }
        print("read \(CountText(paths.count, "shard")), \(damaged.isEmpty ? "all well" : "\(damaged.count) damaged")")
        return damaged.count
    }

    /// Builds the index of a shard, and returns what to print of the damage in it; nil where there is none.
    private mutating func check(
        _ shard: ShardID,
        at path: FilePath,
        _ display: ProgressDisplay
    ) throws(BlobStoreError) -> [String]? {
        let text = CopyDamageText(path: path, purpose: purpose)
        do throws(BlobStoreError) {
            let damaged = try ShardCheck(of: [path], masterKeys: masterKeys).run { _, progress in
                display.show(bytes: progress.bytes, of: progress.total)
            }
            return damaged[path].map { text.lines(of: $0) }
        } catch {
            guard let sentence = text.sentence(for: error) else { throw error }
            unreadable.insert(shard)
            return [sentence]
        }
    }

    /// Looks for the bytes of every attachment that a database has, and prints which are missing.
    ///
    /// - Parameters:
    ///   - database: The database.
    ///   - map: Which shard has a domain.
    /// - Returns: The number of attachments whose bytes are not there.
    /// - Throws: `BlobStoreError`, `SQLError`.
    func audit(_ database: any SQLDatabase, by map: ShardMap) async throws -> Int {
        let readable = paths.filter { !unreadable.contains($0.key) }
        let shards = try StoppedShards(at: readable, by: map, masterKeys: masterKeys)
        let hint = purpose.hint + (unreadable.isEmpty ? "" : ", or cannot be read")
        return try await AuditText.run(ReferenceAudit(of: database, at: shards), unchecked: hint)
    }

    /// Takes the indexes away again.
    func removeIndexes() { ShardCheck(of: Array(paths.values), masterKeys: nil).removeIndexes() }

    private var sorted: [(ShardID, FilePath)] { paths.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
}

extension CopyDamageText.Purpose {
    /// What to say of attachments whose shards are not among the copies, as the end of a sentence.
    fileprivate var hint: String {
        switch self {
        case .backup: "whose shards are not copied by this command"
        case .restored: AuditText.hint
        }
    }
}
