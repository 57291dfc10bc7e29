package import BlobModel
package import DurableIO
package import SystemPackage

/// Why a blob node cannot start or go on; the description is the sentence for the operator.
package enum BlobServiceError: Error, Hashable, Sendable {
    /// A shard was opened here before, and its directory is gone or empty now: perhaps a disk is not mounted.
    case shardDirectoryMissing(ShardID, FilePath)
    /// The data directory belongs to another deployment than the one that the front assigns.
    case foreignDeployment(recorded: DeploymentID, assigned: DeploymentID, FilePath)
    /// The data directory belongs to another node.
    case foreignNode(recorded: NodeID, configured: NodeID, FilePath)
    /// The front answered with the assignment of another node.
    case assignmentOfAnotherNode(NodeID)
    /// The data directory is not there and can not be made.
    case dataDirectoryUnusable(FilePath, FileError)
    /// A file that the node wrote is not what it wrote.
    case malformedRecord(FilePath)
}

extension BlobServiceError: CustomStringConvertible {
    /// A sentence that names the operands, and what to do.
    package var description: String {
        switch self {
        case .shardDirectoryMissing(let shard, let path):
            "The shard \(shard) was here before, but \(path) is missing or empty. "
                + "Mount the disk that holds it or restore it; the node serves its other shards, and this one again when "
                + "it is there."
        case .foreignDeployment(let recorded, let assigned, let path):
            "The data in \(path) belong to the deployment \(recorded), but the front belongs to \(assigned)."
        case .foreignNode(let recorded, let configured, let path):
            "The data in \(path) belong to the node \(recorded), but blob.node-id is \(configured)."
        case .assignmentOfAnotherNode(let node):
            "The front answered with the assignment of the node \(node)."
        case .dataDirectoryUnusable(let path, let reason):
            "\(reason) Make the data directory \(path) for the account of the service, or check the setting data."
        case .malformedRecord(let path):
            "The file \(path) is damaged. Remove it only if the directories of all shards are in place."
        }
    }
}
