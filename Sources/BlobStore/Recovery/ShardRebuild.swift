package import DurableIO
import FoundationEssentials
package import SystemPackage

/// Makes the index of a stopped shard again from its log.
///
/// The new index is made beside the former one, in `index.new`, and takes its place by one renaming once it is whole and
/// durable: a rebuild may be ended at any moment. The log keeps every byte that it has.
package struct ShardRebuild: Sendable {
    private let directory: FilePath
    private let masterKeys: MasterKeyRing?
    private let isSalvage: Bool
    private let fileSystem: any FileSystem
    private let now: @Sendable () -> Date

    /// Makes a rebuild that has not begun.
    ///
    /// - Parameters:
    ///   - directory: The shard's directory.
    ///   - masterKeys: The master keys of an encrypted shard, without which its manifests cannot be read.
    ///   - isSalvage: Tells whether to go on over damaged headers, whose records are lost then.
    ///   - fileSystem: The file system that has the directory.
    package init(
        at directory: FilePath,
        masterKeys: MasterKeyRing? = nil,
        isSalvage: Bool = false,
        fileSystem: any FileSystem = LocalFileSystem()
    ) {
        self.directory = directory
        self.masterKeys = masterKeys
        self.isSalvage = isSalvage
        self.fileSystem = fileSystem
        now = { Date() }
    }

    /// Makes the index again; the call blocks its thread.
    ///
    /// - Parameter progress: Is told how far the rebuild is.
    /// - Returns: What was found in the log.
    /// - Throws: ``BlobStoreError/locked(_:)`` when a process has the shard open, ``BlobStoreError/absent(_:)``,
    ///   ``BlobStoreError/damagedSegment(_:offset:_:)`` for a damaged header without salvage, and what the file system or
    ///   the index throws; the former index stays then.
    package func run(progress: @escaping (RebuildProgress) -> Void = { _ in }) throws(BlobStoreError) -> RebuildReport {
        guard let identity = try ShardIdentity(readingFrom: directory, fileSystem) else { throw .absent(directory) }
        let lock = try lockDirectory()
        let draft = Self.draft(ofShardAt: directory)
        try prepare(draft)
        let report = try build(in: draft, identity, progress)
        try replaceIndex(by: draft)
        withExtendedLifetime(lock) {}
        return report
    }

    /// Removes what a rebuild has left that was ended before its end, as far as that is possible.
    ///
    /// - Parameters:
    ///   - directory: The directory of a shard that the caller has locked.
    ///   - fileSystem: The file system that has the directory.
    static func removeDraft(ofShardAt directory: FilePath, _ fileSystem: any FileSystem) {
        let draft = draft(ofShardAt: directory)
        guard FileManager.default.fileExists(atPath: draft.string) else { return }
        try? ShardIndex.remove(at: draft, fileSystem)
        // An empty directory that stays does no harm.
        try? FileManager.default.removeItem(atPath: draft.string)
    }

    private static func draft(ofShardAt directory: FilePath) -> FilePath { directory.appending("index.new") }

    private func build(
        in draft: FilePath,
        _ identity: ShardIdentity,
        _ progress: @escaping (RebuildProgress) -> Void
    ) throws(BlobStoreError) -> RebuildReport {
        let segments = SegmentDirectory(path: directory.appending("segments"), fileSystem: fileSystem)
        let keys = KeyDirectory(path: directory.appending("keys"), fileSystem: fileSystem)
        let opener = ContentOpener(keys: try DomainKeyStore(keys, shard: identity, ring: masterKeys, now: now))
        let names = try BlobStoreError.wrap { () throws(FileError) in try segments.names() }
        let layout = try LogLayout(reading: names, in: segments, shard: identity.shard)
        // The index must know of nothing that a loss of power can still take away.
        if let last = layout.current.last { try segments.secure(last.name, from: 0) }
        let index = try ShardIndex(at: draft, identity: identity, now: now)
        var reading = LogReading(
            segments,
            of: identity.shard,
            opener.members,
            into: index,
            isSalvage: isSalvage,
            progress: progress
        )
        try reading.run(layout)
        try index.synchronise()
        return reading.report
    }

    private func lockDirectory() throws(BlobStoreError) -> any FileLock {
        do throws(FileError) {
            return try fileSystem.lock(at: directory.appending("shard.lock"))
        } catch .locked {
            throw .locked(directory)
        } catch {
            throw .file(error)
        }
    }

    private func prepare(_ draft: FilePath) throws(BlobStoreError) {
        try BlobStoreError.wrap { () throws(FileError) in try fileSystem.ensureDirectory(at: draft) }
        try ShardIndex.remove(at: draft, fileSystem)
    }

    /// Puts the new index in the place of the former one; the renaming of its one data file is the moment.
    private func replaceIndex(by draft: FilePath) throws(BlobStoreError) {
        let target = directory.appending("index")
        try BlobStoreError.wrap { () throws(FileError) in try fileSystem.ensureDirectory(at: target) }
        // That of the former index has nothing to say of the new one, and nobody has either open.
        try ShardIndex.removeLock(at: target, fileSystem)
        try BlobStoreError.wrap { () throws(FileError) in
            try fileSystem.rename(from: draft.appending("data.mdb"), to: target.appending("data.mdb"))
            try fileSystem.synchroniseDirectory(at: target)
        }
        Self.removeDraft(ofShardAt: directory, fileSystem)
    }
}
