package import BlobModel
package import DurableIO
import FoundationEssentials
package import SystemPackage

/// A directory with a backup: the record, the database that it names, and a copy of each node's data.
///
/// ```
/// backup.json                         written last: what it names is whole
/// metadata-<time>.sqlite
/// nodes/<node>/node.json
/// nodes/<node>/shards/<shard>/…       identity.json, segments/, keys/
/// ```
package struct BackupDirectory: Sendable {
    private static let recordName = "backup.json"
    private static let nodesName = "nodes"
    private static let databasePrefix = "metadata-"

    /// The path of the directory.
    package let path: FilePath

    /// The file system that has it.
    let fileSystem: any FileSystem

    /// Names a directory, which need not exist.
    ///
    /// - Parameters:
    ///   - path: The path of the directory.
    ///   - fileSystem: The file system that has it.
    package init(_ path: FilePath, fileSystem: any FileSystem = LocalFileSystem()) {
        self.path = path
        self.fileSystem = fileSystem
    }

    /// Makes the directory where it is missing, and refuses one that has anything but a backup in it.
    ///
    /// - Throws: ``BackupError/foreignContents(_:name:)``; `FileError`.
    package func prepare() throws {
        try fileSystem.ensureDirectory(at: path)
        let names = try fileSystem.list(at: path).map(\.string)
        if let foreign = names.first(where: { !Self.isOurs($0) }) {
            throw BackupError.foreignContents(path, name: foreign)
        }
    }

    /// Reads the record of the backup.
    ///
    /// - Throws: ``BackupError/noBackup(_:)``, ``BackupError/malformedRecord(_:)``,
    ///   ``BackupError/unknownFormat(_:_:)``; `FileError`.
    package func record() throws -> BackupRecord {
        guard let record = try recordIfAny() else { throw BackupError.noBackup(path) }
        return record
    }

    /// Reads the record of the backup; nil when no backup was finished here.
    func recordIfAny() throws -> BackupRecord? {
        guard let bytes = try fileSystem.contentsIfAny(at: recordPath) else { return nil }
        return try BackupRecord(decoding: bytes, at: recordPath)
    }

    /// Makes a backup the one that this directory has, and removes the database of the one before.
    func commit(_ record: BackupRecord) throws {
        try fileSystem.replaceFile(at: recordPath, with: try record.encoded())
        let others = try fileSystem.list(at: path).filter { name in
            name.string.hasPrefix(Self.databasePrefix) && name.string != record.database
        }
        for name in others { try fileSystem.remove(at: path.appending(name)) }
        try fileSystem.synchroniseDirectory(at: path)
    }

    /// Removes the database of a backup that is not to be, with its log.
    func discardDatabase(at path: FilePath) throws(FileError) {
        for suffix in ["", "-wal", "-shm", "-journal"] { try fileSystem.removeIfAny(FilePath(path.string + suffix)) }
    }

    /// Returns the path for the database of a backup that begins at an instant.
    func newDatabasePath(_ now: Date) -> FilePath {
        path.appending("\(Self.databasePrefix)\(Int64(now.timeIntervalSince1970 * 1000)).sqlite")
    }

    /// Returns the path of the database that a record names.
    func databasePath(_ record: BackupRecord) -> FilePath { path.appending(record.database) }

    /// Returns where the copy of a node's data is.
    package func path(of node: NodeID) -> FilePath {
        path.appending(Self.nodesName).appending(node.text)
    }

    /// Returns the nodes of whose data there is a whole copy, in the order of their IDs.
    ///
    /// - Throws: `FileError`.
    package func nodes() throws -> [NodeID] {
        let nodes = try fileSystem.listIfAny(at: path.appending(Self.nodesName))
            .compactMap { try? NodeID(validating: $0.string) }
        return try nodes.filter { try NodeDirectory(path(of: $0), fileSystem: fileSystem).recordIfAny() != nil }
    }

    private var recordPath: FilePath { path.appending(Self.recordName) }

    private static func isOurs(_ name: String) -> Bool {
        name.hasPrefix(recordName) || name == nodesName || name.hasPrefix(databasePrefix)
    }
}
