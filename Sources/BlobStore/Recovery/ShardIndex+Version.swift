import DurableIO
import KeyValueIndex
import Logging
import SystemPackage

extension ShardIndex {
    // The files of an LMDB environment.
    private static let dataFile = "data.mdb"
    private static let lockFile = "lock.mdb"

    private static let pageByteCount = 4_096

    /// Opens the index in a directory; one of another schema version is removed, to be made again from the log.
    ///
    /// So is one without its first two pages: they are durable with the first commit, so that a crash has left it that was made
    /// a moment before, or nothing in it can be trusted.
    ///
    /// - Parameters:
    ///   - path: An existing directory.
    ///   - identity: The shard that the index must belong to.
    ///   - options: The shard's settings.
    ///   - fileSystem: The file system that has the directory.
    ///   - logger: Where to tell that the index is made again.
    /// - Returns: The index, perhaps without rows.
    /// - Throws: ``BlobStoreError/foreignIndex(_:)``, and what the engine or the file system throws; of a disk that does not
    ///   give the file back, what the engine throws for that.
    static func current(
        at path: FilePath,
        _ identity: ShardIdentity,
        _ options: ShardOptions,
        _ fileSystem: any FileSystem,
        _ logger: Logger
    ) throws(BlobStoreError) -> ShardIndex {
        try secureMetaPages(at: path.appending(dataFile), fileSystem)
        do throws(BlobStoreError) {
            return try ShardIndex(
                at: path,
                identity: identity,
                mapByteCount: options.indexMapByteCount,
                now: options.now
            )
        } catch .indexVersion(_, let found) {
            logger.notice("The index is of another version and is made again", metadata: ["version": "\(found)"])
        } catch .index(.damaged(let call, let code)) {
            guard try !hasMetaPages(at: path.appending(dataFile), fileSystem) else {
                throw .index(.damaged(call: call, code: code))
            }
            logger.notice("The index was never finished and is made again", metadata: ["path": "\(path)"])
        }
        try remove(at: path, fileSystem)
        return try ShardIndex(at: path, identity: identity, mapByteCount: options.indexMapByteCount, now: options.now)
    }

    /// Writes the pages again that say which commit is the last one, and makes them durable.
    ///
    /// What a commit wrote was durable before its meta page was written, which became durable with a later synchronisation. If
    /// that one failed, the page may be in memory alone, and the next commits would overwrite what the disk still counts on.
    private static func secureMetaPages(
        at path: FilePath,
        _ fileSystem: any FileSystem
    ) throws(BlobStoreError) {
        do throws(FileError) {
            let file = try fileSystem.openForReading(at: path)
            let size = Int(try file.size())
            let head = try file.read(at: 0, count: min(MetaPages.headByteCount, size))
            try fileSystem.secure(0..<UInt64(min(MetaPages.byteCount(saidBy: head), size)), of: path)
        } catch {
            guard error.isAbsence else { throw unreadable(error) }
        }
    }

    /// Makes of an error of the index's file what the look at its pages throws when the disk does not give them back: the
    /// index can be made again then, and what the operator reads says so.
    private static func unreadable(_ error: FileError) -> BlobStoreError {
        switch error {
        case .system(.read, _, .ioError), .system(.openFile, _, .ioError), .system(.size, _, .ioError):
            .index(.system(call: .readPages, errno: .ioError))
        default: .file(error)
        }
    }

    /// Tells whether both pages with which LMDB's file begins are there: without either it opens nothing.
    private static func hasMetaPages(at path: FilePath, _ fileSystem: any FileSystem) throws(BlobStoreError) -> Bool {
        let bytes: [UInt8]
        do throws(FileError) {
            let file = try fileSystem.openForReading(at: path)
            bytes = try file.read(at: 0, count: min(2 * pageByteCount, Int(file.size())))
        } catch {
            throw unreadable(error)
        }
        guard bytes.count == 2 * pageByteCount else { return false }
        return isMetaPage(bytes[..<pageByteCount]) && isMetaPage(bytes[pageByteCount...])
    }

    /// LMDB: "This marks the file as a valid LMDB database", `MDB_MAGIC 0xBEEFC0DE` behind the page's header of 16 bytes.
    private static func isMetaPage(_ page: ArraySlice<UInt8>) -> Bool {
        let magic = page.dropFirst(16).prefix(4)
        // In the byte order of the machine that made the file.
        return magic.elementsEqual([0xDE, 0xC0, 0xEF, 0xBE]) || magic.elementsEqual([0xBE, 0xEF, 0xC0, 0xDE])
    }

    /// Removes the file that tells processes of each other, of an index that is not open; the next opening makes it again.
    ///
    /// - Parameters:
    ///   - path: The directory that has it.
    ///   - fileSystem: The file system that has the directory.
    /// - Throws: ``BlobStoreError/file(_:)``.
    static func removeLock(at path: FilePath, _ fileSystem: any FileSystem) throws(BlobStoreError) {
        try removeFile(lockFile, at: path, fileSystem)
    }

    /// Removes the files of an index that is not open.
    ///
    /// - Parameters:
    ///   - path: The directory that has them.
    ///   - fileSystem: The file system that has the directory.
    /// - Throws: ``BlobStoreError/file(_:)``.
    static func remove(at path: FilePath, _ fileSystem: any FileSystem) throws(BlobStoreError) {
        for name in [dataFile, lockFile] { try removeFile(name, at: path, fileSystem) }
        try BlobStoreError.wrap { () throws(FileError) in try fileSystem.synchroniseDirectory(at: path) }
    }

    private static func removeFile(
        _ name: String,
        at path: FilePath,
        _ fileSystem: any FileSystem
    ) throws(BlobStoreError) {
        do throws(FileError) {
            try fileSystem.remove(at: path.appending(name))
        } catch {
            guard error.isAbsence else { throw .file(error) }
        }
    }
}
