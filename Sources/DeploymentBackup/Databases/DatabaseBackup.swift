import DurableIO
package import FoundationEssentials
package import SQLDatabase
package import SystemPackage

/// Copies the metadata database of a running front into the directory of a backup.
package struct DatabaseBackup: Sendable {
    private let source: FilePath
    private let directory: BackupDirectory

    /// Names what is copied and where to.
    ///
    /// - Parameters:
    ///   - source: The path of the database, which must exist.
    ///   - directory: The directory, which was prepared.
    package init(of source: FilePath, to directory: BackupDirectory) {
        self.source = source
        self.directory = directory
    }

    /// Copies the database as it is at one moment, and checks the copy.
    ///
    /// The backup that was there before stays whole until the copy is committed: the shards are copied in between, so that
    /// they have all bytes that the copied database names.
    ///
    /// - Parameters:
    ///   - now: The present.
    ///   - progress: Told how far the copy is.
    /// - Returns: The copy, to be committed.
    /// - Throws: ``BackupError/otherDeployment(_:expected:found:)`` when the directory has the backup of another
    ///   deployment; `SQLError`, `FileError`, `DeploymentStoreError`.
    package func run(
        now: Date,
        progress: @escaping @Sendable (OnlineBackup.Progress) -> Void
    ) async throws -> DatabaseCopy {
        let path = directory.newDatabasePath(now)
        let fileSystem = directory.fileSystem
        try directory.discardDatabase(at: path)
        // Made before it is filled, so that nobody but its owner ever reads it.
        _ = try fileSystem.createFile(at: path)
        try await OnlineBackup(of: source.string).write(to: path.string, progress: progress)
        let copy = try await DatabaseCopy(at: path, in: directory, created: now)
        if let former = try directory.recordIfAny(), former.deployment != copy.facts.deployment {
            try directory.discardDatabase(at: path)
            throw BackupError.otherDeployment(source, expected: former.deployment, found: copy.facts.deployment)
        }
        return copy
    }
}
