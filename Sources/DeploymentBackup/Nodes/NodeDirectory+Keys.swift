import BlobModel
package import BlobStore
import SystemPackage

extension NodeDirectory {
    /// Refuses master keys that are not those of the shards, before anything long is done with them.
    ///
    /// A shard that has no keys needs none. The mark alone decides: until a rotation has ended, it names the old master key.
    ///
    /// - Parameter masterKeys: The master keys; nil when none is given.
    /// - Throws: `BlobStoreError.keys`, with `masterKeyMissing` or `masterKeyUnknown`; ``BackupError``.
    package func checkKeys(_ masterKeys: MasterKeyRing?) throws {
        for shard in try record().shards {
            let path = path(of: shard)
            guard let wanted = try MasterKeyStatus(ofShardAt: path, current: nil, fileSystem: fileSystem).mark else {
                continue
            }
            let given = [masterKeys?.current, masterKeys?.previous].compactMap { $0?.id }
            guard !given.contains(wanted) else { continue }
            let fault = given.isEmpty ? KeyFault.masterKeyMissing(wanted) : .masterKeyUnknown(wanted, given: given)
            throw BlobStoreError.keys(path.appending(Part.keys.rawValue).appending("MASTER"), fault)
        }
    }
}
