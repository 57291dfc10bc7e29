import ArgumentParser
import BlobStore
import SystemPackage

/// The master keys and the shard on the command line.
struct MasterKeyOptions: ParsableArguments {
    /// The shard.
    @Option(name: .customLong("directory"), help: "The directory of the shard, which no node has open.")
    var directory: String

    /// The file of the key that wraps.
    @Option(name: .customLong("master-key-file"), help: "The file with the master key.")
    var current: String

    /// The file of the key that wrapped before.
    @Option(
        name: .customLong("previous-master-key-file"),
        help: "The file with the master key before, while it may still be needed."
    )
    var previous: String?

    /// Reads the master keys and locks the shard.
    ///
    /// - Throws: ``MasterKeyFileError`` and `BlobStoreError`.
    func keys() throws -> StoppedShardKeys {
        let ring = MasterKeyRing(
            current: try MasterKeyFile(current).read(),
            previous: try previous.map { try MasterKeyFile($0).read() }
        )
        return try StoppedShardKeys(at: FilePath(directory), masterKeys: ring)
    }
}
