package import DurableIO
package import SystemPackage

/// What a shard tells of the keys of its domains.
package struct MasterKeyStatus: Hashable, Sendable, Codable {
    /// The master key under which keys are wrapped now; nil when nothing is encrypted.
    package let current: MasterKeyID?

    /// The master key that the shard's mark names; nil when no domain has a key.
    ///
    /// A rotation is unfinished while it is another than the current one.
    package let mark: MasterKeyID?

    /// The number of domains whose key is wrapped under the current master key.
    package private(set) var wrapped = 0

    /// The number of domains whose key is still wrapped under another one.
    package private(set) var waiting = 0

    /// The number of domains whose key was erased.
    package private(set) var erased = 0

    /// The number of key files that are damaged or of a version that is not known.
    package private(set) var unusable = 0

    /// Tells whether the keys are to be wrapped under the current master key.
    package var isRotationDue: Bool { current != nil && mark != nil && mark != current }

    /// Looks at the keys of a shard, which may be open in another process.
    ///
    /// - Parameters:
    ///   - path: The shard's directory.
    ///   - current: The master key under which keys shall be; nil for the one that the shard's mark names.
    ///   - fileSystem: The file system that has it.
    /// - Throws: ``BlobStoreError/keys(_:_:)`` when the mark is damaged, and what the file system throws.
    package init(
        ofShardAt path: FilePath,
        current: MasterKeyID?,
        fileSystem: any FileSystem = LocalFileSystem()
    ) throws(BlobStoreError) {
        let directory = KeyDirectory(ofShardAt: path, fileSystem: fileSystem)
        let mark = try directory.mark()
        try self.init(of: directory, current: current ?? mark?.master)
    }

    /// Returns the master key that a shard's mark names, without a look at the keys; nil when no domain has one.
    ///
    /// - Parameters:
    ///   - path: The shard's directory.
    ///   - fileSystem: The file system that has it.
    /// - Returns: The master key.
    /// - Throws: ``BlobStoreError/keys(_:_:)`` when the mark is damaged, and what the file system throws.
    package static func mark(
        ofShardAt path: FilePath,
        fileSystem: any FileSystem = LocalFileSystem()
    ) throws(BlobStoreError) -> MasterKeyID? {
        try KeyDirectory(ofShardAt: path, fileSystem: fileSystem).mark()?.master
    }

    /// Looks at every key file in a directory.
    init(of directory: KeyDirectory, current: MasterKeyID?) throws(BlobStoreError) {
        self.current = current
        mark = try directory.mark()?.master
        for domainKey in try directory.domains() {
            do throws(BlobStoreError) {
                // It can have gone since the listing by somebody's hand alone.
                guard let file = try directory.file(of: domainKey) else { continue }
                count(file)
            } catch .keys {
                unusable += 1
            }
        }
    }

    private mutating func count(_ file: DomainKeyFile) {
        switch file.masterKey {
        case nil: erased += 1
        case current: wrapped += 1
        default: waiting += 1
        }
    }
}
