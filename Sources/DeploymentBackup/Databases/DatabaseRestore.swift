import AttachmentStore
import BlobModel
import CalendarStore
import DeploymentStore
import DurableIO
import FoundationEssentials
import SQLDatabase
package import SystemPackage

/// Puts the database of a backup where a front will find it.
package struct DatabaseRestore: Sendable {
    private let directory: BackupDirectory
    private let target: FilePath

    /// Names what is restored and where to.
    ///
    /// - Parameters:
    ///   - directory: The backup.
    ///   - target: The path of the database, where nothing may be.
    package init(of directory: BackupDirectory, to target: FilePath) {
        self.directory = directory
        self.target = target
    }

    /// Refuses to restore over a database, or over the log of one.
    ///
    /// - Throws: ``BackupError/targetExists(_:)``.
    package func check() throws(BackupError) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let path = target.string + suffix
            if FileManager.default.fileExists(atPath: path) { throw .targetExists(FilePath(path)) }
        }
    }

    /// Restores the database; it is not at its place before all of it is durable.
    ///
    /// Recounts are suspended in it, since nodes would be told that what was added after the backup does not exist. And
    /// no sync token of before is good any more, since the same revisions will stand for other changes.
    ///
    /// - Parameter progress: Told the bytes of each piece that was copied.
    /// - Throws: ``BackupError``; `SQLError`, `FileError`.
    package func run(progress: (UInt64) -> Void) async throws {
        let record = try directory.record()
        try check()
        let fileSystem = directory.fileSystem
        let draft = FilePath(target.string + ".restoring")
        for suffix in ["", "-wal", "-shm", "-journal"] {
            try fileSystem.removeIfAny(FilePath(draft.string + suffix))
        }
        try fileSystem.ensureDirectory(at: target.parent)
        let source = directory.databasePath(record)
        let copied = try FileCopy(fileSystem: fileSystem).copyAnew(source, to: draft, progress: progress)
        guard copied == BlobDescription(blob: record.databaseContent, size: record.databaseBytes) else {
            try fileSystem.remove(at: draft)
            throw BackupError.damagedDatabase(source)
        }
        try await Self.renew(draft)
        try fileSystem.openForAppending(at: draft).synchronise()
        try fileSystem.rename(from: draft, to: target)
        try fileSystem.synchroniseDirectory(at: target.parent)
    }

    private static func renew(_ path: FilePath) async throws {
        let database = try await SQLiteDatabase.open(path: path.string)
        do {
            try await database.migrate(DatabaseFacts.migrations)
            try await database.write { txn in
                try DeploymentStore().suspendRecounts(until: nil, in: txn)
                try CalendarStore().beginNewHistories(in: txn)
                // Their uploads ended long ago; what they stored is the recounts'.
                try AttachmentStore().giveUpAllGrants(now: Date(), in: txn)
            }
            try await database.close()
        } catch {
            try? await database.close()
            throw error
        }
        try OnlineBackup.settle(path.string)
    }
}
