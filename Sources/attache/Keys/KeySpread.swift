import BlobAPI
import BlobClient
import BlobModel
import Logging

/// Which nodes know a signing key.
struct KeySpread {
    /// A node of which it is not known that it knows the key.
    struct Gap: Hashable, Sendable {
        /// The node.
        let node: NodeID

        /// Why nobody knows; nil when the node says that it does not know the key.
        let reason: String?
    }

    /// The time between two looks.
    private static let look: Duration = .seconds(1)

    /// The key.
    let key: SigningKeyID

    /// All nodes of the deployment.
    let nodes: [NodeEntry]

    /// Returns the keys by which a node verifies now.
    let keys: (NodeEntry) async throws -> [SigningKeyID]

    /// Returns once every node knows the key.
    ///
    /// - Parameters:
    ///   - time: How long to wait at most.
    ///   - report: Told once which nodes are waited for, if any are.
    /// - Throws: ``KeySpreadError`` when it takes longer; `CancellationError`.
    func wait(for time: Duration, report: ([Gap]) -> Void) async throws {
        let end = ContinuousClock.now + time
        var gaps = try await gaps(among: nodes)
        if !gaps.isEmpty, time > .zero { report(gaps) }
        while !gaps.isEmpty {
            guard .now + Self.look <= end else { throw KeySpreadError(key: key, gaps: gaps) }
            try await Task.sleep(for: Self.look)
            let missing = Set(gaps.map(\.node))
            gaps = try await self.gaps(among: nodes.filter { missing.contains($0.id) })
        }
    }

    private func gaps(among nodes: [NodeEntry]) async throws -> [Gap] {
        var gaps: [Gap] = []
        for node in nodes {
            do {
                guard try await !keys(node).contains(key) else { continue }
                gaps.append(Gap(node: node.id, reason: nil))
            } catch let error as OperatorClientError {
                gaps.append(Gap(node: node.id, reason: "\(error)"))
            }
        }
        return gaps
    }

    /// Asks a node for the keys by which it verifies now.
    ///
    /// - Throws: `OperatorClientError` and `CancellationError`.
    static func keys(at node: NodeEntry, secret: PeerSecret) async throws -> [SigningKeyID] {
        try await OperatorClient.with(
            node: node.id,
            base: node.internalURL,
            secret: secret,
            logger: .quiet
        ) { client in
            try await client.shards().signingKeys
        }
    }
}

/// Nodes do not know a signing key, so that they would refuse what it signs.
struct KeySpreadError: Error, Hashable, CustomStringConvertible {
    /// The key.
    let key: SigningKeyID

    /// The nodes.
    let gaps: [KeySpread.Gap]

    /// The nodes as sentences, with what to do.
    var description: String {
        let sentences = gaps.map { gap in
            guard let reason = gap.reason else { return "The node \(gap.node) does not know the key \(key) yet." }
            return "Nobody knows whether the node \(gap.node) knows the key \(key). \(reason)"
        }
        return sentences.joined(separator: " ")
            + " Nothing was changed. Nodes ask the front for their keys every 30 seconds: try again when they run and "
            + "reach it, or add --force."
    }
}
