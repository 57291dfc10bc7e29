package import BlobModel
package import SystemPackage

/// Why a deployment is not backed up or restored.
package enum BackupError: Error, Hashable {
    /// A directory has other things in it than a backup; the operand is one of them.
    case foreignContents(FilePath, name: String)

    /// A directory has no backup, or one that was never finished.
    case noBackup(FilePath)

    /// The record of a backup cannot be read.
    case malformedRecord(FilePath)

    /// A backup was made by a later version.
    case unknownFormat(FilePath, Int)

    /// The copy of the database is not what it was.
    case damagedDatabase(FilePath)

    /// There is something where a backup is to be restored to.
    case targetExists(FilePath)

    /// A directory is not a node's data directory.
    case noNode(FilePath)

    /// The record of a node's data directory cannot be read.
    case malformedNode(FilePath)

    /// A node's data directory belongs to another deployment than the backup.
    case otherDeployment(FilePath, expected: DeploymentID, found: DeploymentID)

    /// A backup has no copy of a node.
    case nodeMissing(NodeID, present: [NodeID])

    /// Files went away under each attempt to copy them.
    case restless(FilePath, attempts: Int)
}

extension BackupError {
    /// Whether the error says that what was asked for does not exist.
    package var isAbsence: Bool {
        switch self {
        case .noBackup, .noNode, .nodeMissing: true
        case .foreignContents, .malformedRecord, .unknownFormat, .damagedDatabase, .targetExists, .malformedNode,
            .otherDeployment, .restless:
            false
        }
    }

    /// Whether the same call may succeed when it is made again.
    package var isWorthRetrying: Bool {
        if case .restless = self { true } else { false }
    }
}

extension BackupError: CustomStringConvertible {
    /// A sentence for operators, with what to do.
    package var description: String {
        switch self {
        case .foreignContents(let path, let name):
            "\(path) has \"\(name)\" in it, which is not of a backup. Name a new or empty directory, or that of a backup."
        case .noBackup(let path): "\(path) has no backup, or one that was not finished: backup.json is not there."
        case .malformedRecord(let path): "\(path) is damaged, or not the record of a backup."
        case .unknownFormat(let path, let format):
            "\(path) is of format \(format), which this version does not know; use the version that made it, or a later one."
        case .damagedDatabase(let path): "\(path) is damaged: its bytes are not those that the backup recorded."
        case .targetExists(let path):
            "\(path) is there already. Stop the services and move it away; nothing is restored over what is there."
        case .noNode(let path): "\(path) is not the data directory of a node: node.json is not there."
        case .malformedNode(let path): "\(path) is damaged, or not the record of a node."
        case .otherDeployment(let path, let expected, let found):
            "\(path) belongs to the deployment \(found), the backup to \(expected)."
        case .nodeMissing(let node, let present):
            "The backup has no copy of the node \(node). "
                + (present.isEmpty
                    ? "It has none of any node." : "It has: \(present.map(\.text).joined(separator: ", ")).")
        case .restless(let path, let attempts):
            "Files in \(path) went away \(attempts) times while they were copied, as when a compaction replaces them. "
                + "Try again later."
        }
    }
}
