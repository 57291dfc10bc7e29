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

    /// Reads the shards and builds their indexes, and prints what is damaged.
    ///
    /// - Returns: The number of shards in which something is.
    /// - Throws: `BlobStoreError`.
    func build() throws -> Int {
        let display = ProgressDisplay("verify")
        defer { display.end() }
        let damaged = try ShardCheck(of: sorted, masterKeys: masterKeys).run { _, progress in
            display.show(bytes: progress.bytes, of: progress.total)
        }
        display.end()
        for (path, report) in damaged.sorted(by: { $0.key.string < $1.key.string }) {
            let places = report.damaged.count + report.lost.count
            print("\(path): \(CountText(places, "place")) damaged; \"attache shard verify\" names them")
        }
        print("read \(CountText(paths.count, "shard")), \(damaged.isEmpty ? "all well" : "\(damaged.count) damaged")")
        return damaged.count
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
        return try await AuditText.run(ReferenceAudit(of: database, at: shards))
    }

    /// Takes the indexes away again.
    func removeIndexes() { ShardCheck(of: sorted, masterKeys: nil).removeIndexes() }

    private var sorted: [FilePath] { paths.sorted { $0.key < $1.key }.map(\.value) }
}
