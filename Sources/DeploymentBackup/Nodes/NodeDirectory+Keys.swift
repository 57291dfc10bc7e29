import BlobModel
package import BlobStore
import SystemPackage

extension NodeDirectory {
    /// Refuses master keys that are not those of the shards, before anything long is done with them.
    ///
    /// A shard that has no keys needs none. The mark names the master key, and until a rotation has ended the one before it:
    /// keys that are wrapped under the new one already are looked for where no second key is given.
    ///
    /// - Parameter masterKeys: The master keys; nil when none is given.
    /// - Throws: `BlobStoreError.keys`, with `masterKeyMissing`, `masterKeyUnknown`, or `rotationUnfinished`;
    ///   ``BackupError``.
    package func checkKeys(_ masterKeys: MasterKeyRing?) throws {
        let given = [masterKeys?.current, masterKeys?.previous].compactMap { $0?.id }
        for shard in try record().shards {
            let path = path(of: shard)
            guard let fault = try fault(of: given, at: path) else { continue }
            throw BlobStoreError.keys(path.appending(Part.keys.rawValue).appending("MASTER"), fault)
        }
    }

    /// Returns what keeps a shard from being read with some master keys; nil where nothing does.
    private func fault(of given: [MasterKeyID], at path: FilePath) throws -> KeyFault? {
        guard let wanted = try MasterKeyStatus.mark(ofShardAt: path, fileSystem: fileSystem) else { return nil }
        guard given.contains(wanted) else {
            return given.isEmpty ? .masterKeyMissing(wanted) : .masterKeyUnknown(wanted, given: given)
        }
        guard Set(given).count < 2 else { return nil }
        let waiting = try MasterKeyStatus(ofShardAt: path, current: wanted, fileSystem: fileSystem).waiting
        return waiting > 0 ? .rotationUnfinished(wanted, waiting: waiting) : nil
    }
}
