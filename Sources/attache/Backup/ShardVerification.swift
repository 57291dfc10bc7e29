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

    /// Reads the shards and builds their indexes, and prints what is damaged.
    ///
    /// - Returns: The number of shards in which something is.
    /// - Throws: `BlobStoreError`; an exit code after the sentence for a copy of which the log itself is damaged.
    func build() throws -> Int {
        let display = ProgressDisplay("verify")
        defer { display.end() }
        var damaged: [(FilePath, RebuildReport)] = []
        for path in sorted {
            guard let report = try check(path, display) else { continue }
            damaged.append((path, report))
        }
        display.end()
        for (path, report) in damaged {
            for line in CopyDamageText(path: path, purpose: purpose).lines(of: report) { print(line) }
        }
        print("read \(CountText(paths.count, "shard")), \(damaged.isEmpty ? "all well" : "\(damaged.count) damaged")")
        return damaged.count
    }

    private func check(_ path: FilePath, _ display: ProgressDisplay) throws -> RebuildReport? {
        do throws(BlobStoreError) {
            return try ShardCheck(of: [path], masterKeys: masterKeys).run { _, progress in
                display.show(bytes: progress.bytes, of: progress.total)
            }[path]
        } catch {
            guard let sentence = CopyDamageText(path: path, purpose: purpose).sentence(for: error) else { throw error }
            display.end()
            ShardExit.say(sentence)
            throw ShardExit.code(for: error)
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
        let shards = try StoppedShards(at: paths, by: map, masterKeys: masterKeys)
        return try await AuditText.run(ReferenceAudit(of: database, at: shards), unchecked: purpose.hint)
    }

    /// Takes the indexes away again.
    func removeIndexes() { ShardCheck(of: sorted, masterKeys: nil).removeIndexes() }

    private var sorted: [FilePath] { paths.sorted { $0.key < $1.key }.map(\.value) }
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
