package import BlobModel
package import BlobStore
import DurableIO
import SystemPackage

/// Puts the copy of a node's data where the node will find it.
package struct NodeRestore: Sendable {
    private let node: NodeID
    private let backup: BackupDirectory
    private let target: NodeDirectory

    /// Names what is restored and where to.
    ///
    /// - Parameters:
    ///   - node: The node.
    ///   - backup: The backup with its copy.
    ///   - target: The node's data directory, where no node's data may be.
    package init(of node: NodeID, from backup: BackupDirectory, to target: NodeDirectory) {
        self.node = node
        self.backup = backup
        self.target = target
    }

    /// The shards of the node, where they will be.
    ///
    /// - Throws: ``BackupError/nodeMissing(_:present:)`` and what reading the record throws.
    package func shards() throws -> [ShardID] { try copied().record().shards }

    /// Refuses to restore over a node's data; what a restore that was broken off has left is no such.
    ///
    /// - Throws: ``BackupError/targetExists(_:)``, ``BackupError/nodeMissing(_:present:)``; `FileError`.
    package func check() throws {
        let shards = try shards()
        guard try target.recordIfAny() == nil else { throw BackupError.targetExists(target.recordPath) }
        for shard in shards {
            let index = target.path(of: shard).appending("index")
            guard try target.fileSystem.listIfAny(at: index).isEmpty else { throw BackupError.targetExists(index) }
        }
    }

    /// Refuses master keys with which nobody could read what would be restored.
    ///
    /// - Parameter masterKeys: The master keys; nil when none is given.
    /// - Throws: `BlobStoreError.keys` where the copy is encrypted under others; ``BackupError``.
    package func checkKeys(_ masterKeys: MasterKeyRing?) throws { try copied().checkKeys(masterKeys) }

    /// Restores the shards, and then the file that makes the directory the node's.
    ///
    /// - Parameters:
    ///   - deployment: The deployment that the node must be of; nil for any.
    ///   - progress: Told after each piece how far it is.
    /// - Throws: ``BackupError``; `FileError`.
    package func run(of deployment: DeploymentID?, progress: (NodeCopy.Progress) -> Void) throws {
        try check()
        try target.fileSystem.ensureDirectory(at: target.path)
        try NodeCopy(of: copied(), to: target).run(of: deployment, progress: progress)
    }

    private func copied() throws -> NodeDirectory {
        let present = try backup.nodes()
        guard present.contains(node) else { throw BackupError.nodeMissing(node, present: present) }
        return NodeDirectory(backup.path(of: node), fileSystem: backup.fileSystem)
    }
}
