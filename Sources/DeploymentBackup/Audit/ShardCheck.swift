import BlobModel
package import BlobStore
import FoundationEssentials
package import SystemPackage

/// Builds the indexes of copied shards, which reads and verifies everything in them.
package struct ShardCheck: Sendable {
    private let paths: [FilePath]
    private let masterKeys: MasterKeyRing?

    /// Names the shards.
    ///
    /// - Parameters:
    ///   - paths: The directories of shards that nobody has open.
    ///   - masterKeys: The master keys, when the shards are encrypted.
    package init(of paths: [FilePath], masterKeys: MasterKeyRing?) {
        self.paths = paths
        self.masterKeys = masterKeys
    }

    /// Builds the indexes; the call blocks its thread.
    ///
    /// - Parameter progress: Told of each shard how far it is.
    /// - Returns: The shards in which something is damaged, with what.
    /// - Throws: `BlobStoreError`, as when a segment is missing.
    package func run(
        progress: @escaping (FilePath, RebuildProgress) -> Void
    ) throws(BlobStoreError) -> [FilePath: RebuildReport] {
        var damaged: [FilePath: RebuildReport] = [:]
        for path in paths {
            let report = try ShardRebuild(at: path, masterKeys: masterKeys).run { progress(path, $0) }
            if !report.isWhole { damaged[path] = report }
        }
        return damaged
    }

    /// Takes the indexes away again, which a backup does not keep.
    package func removeIndexes() {
        for path in paths {
            for name in ["index", "index.new", "shard.lock"] {
                try? FileManager.default.removeItem(atPath: path.appending(name).string)
            }
        }
    }
}
