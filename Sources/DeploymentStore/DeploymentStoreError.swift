package import BlobModel

/// A refusal of the deployment store.
///
/// The call that throws it may have written a part; let the error leave the transaction, so that it is rolled back.
package enum DeploymentStoreError: Error, Hashable {
    /// The database has no deployment yet.
    case notInitialised

    /// A shard map belongs to another deployment than the database.
    case otherDeployment(expected: DeploymentID, found: DeploymentID)

    /// The database has a shard map with the same or a higher epoch.
    case staleEpoch(offered: UInt64, current: UInt64)

    /// A shard map names a node that is not registered.
    case unregisteredNode(NodeID)

    /// No node has that ID.
    case nodeNotFound(NodeID)

    /// A node was given another number of secrets than one or two.
    case secretCount(NodeID, Int)

    /// The ring has no key with that ID.
    case keyNotFound(SigningKeyID)

    /// The key is not in the state that the operation needs.
    case keyState(SigningKeyID, found: SigningKey.State, allowed: [SigningKey.State])
}

extension DeploymentStoreError {
    /// Whether the error says that what was asked for does not exist.
    package var isAbsence: Bool {
        switch self {
        case .notInitialised, .nodeNotFound, .keyNotFound: true
        case .otherDeployment, .staleEpoch, .unregisteredNode, .secretCount, .keyState: false
        }
    }

    /// Whether the same call may succeed when it is made again; never so, for every case is a fact about the data.
    package var isWorthRetrying: Bool { false }
}

extension DeploymentStoreError: CustomStringConvertible {
    /// A sentence for logs and for operators.
    package var description: String {
        switch self {
        case .notInitialised: "The database has no deployment yet."
        case .otherDeployment(let expected, let found):
            "The shard map belongs to the deployment \(found), the database to \(expected)."
        case .staleEpoch(let offered, let current):
            "The shard map has the epoch \(offered), but the database has \(current) already."
        case .unregisteredNode(let node): "The shard map names the node \(node), which is not registered."
        case .nodeNotFound(let node): "There is no node \(node)."
        case .secretCount(let node, let count): "The node \(node) needs one or two secrets, not \(count)."
        case .keyNotFound(let key): "There is no signing key \(key)."
        case .keyState(let key, found: .active, allowed: [.pending, .retired]):
            "The signing key \(key) is active: activate another one first, which retires it."
        case .keyState(let key, let found, let allowed):
            "The signing key \(key) is \(found.rawValue); it must be "
                + allowed.map(\.rawValue).joined(separator: " or ") + "."
        }
    }
}
