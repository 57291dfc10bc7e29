import ArgumentParser
import BlobModel
import DeploymentBackup
import SystemPackage

/// A node and its data directory on the command line, such as `blob-1=/var/lib/attache-blob`.
struct NodeDataArgument: ExpressibleByArgument {
    /// The node.
    let node: NodeID

    /// The node's data directory.
    let directory: NodeDirectory

    /// Reads a node and a path; nil when it is not both.
    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let node = try? NodeID(validating: String(parts[0])) else { return nil }
        self.node = node
        directory = NodeDirectory(FilePath(String(parts[1])))
    }

    /// Returns what restores the node from a backup.
    func restore(from backup: BackupDirectory) -> NodeRestore {
        NodeRestore(of: node, from: backup, to: directory)
    }
}
