package import BlobModel
package import Cryptography
package import FoundationEssentials
package import SQLDatabase

extension DeploymentStore {
    /// Registers a node, or replaces what was registered of it.
    ///
    /// When the shard map has the node with other URLs, the map gets the new ones and an epoch of this instant.
    ///
    /// - Throws: `DeploymentStoreError.secretCount` unless there are one or two digests; `SQLError`.
    package func register(_ node: NodeRecord, now: Date, in txn: any SQLTransaction) throws {
        let digests = try columns(of: node.secretDigests, for: node.id)
        try txn.execute(
            """
            INSERT INTO node (id, internal_url, public_url, secret_digest, previous_secret_digest, created)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET internal_url = excluded.internal_url, public_url = excluded.public_url,
                secret_digest = excluded.secret_digest, previous_secret_digest = excluded.previous_secret_digest
            """,
            [.text(node.id.text), .text(node.entry.internalURL), .text(node.entry.publicURL)] + digests
                + [SQLValue(now)]
        )
        if let map = try shardMap(in: txn), let known = map.node(node.id), known != node.entry {
            try setShardMap(try map.replacing(node.entry, now: now), in: txn)
        }
    }

    /// Replaces the digests of a node's service secrets: the current one, and the previous one during a rotation.
    ///
    /// - Throws: `DeploymentStoreError.nodeNotFound`, `.secretCount` unless there are one or two; `SQLError`.
    package func setSecretDigests(
        _ digests: [SHA256Digest],
        of node: NodeID,
        in txn: any SQLTransaction
    ) throws {
        let changed = try txn.execute(
            "UPDATE node SET secret_digest = ?, previous_secret_digest = ? WHERE id = ?",
            try columns(of: digests, for: node) + [.text(node.text)]
        )
        guard changed == 1 else { throw DeploymentStoreError.nodeNotFound(node) }
    }

    /// Returns the registered node with that ID.
    ///
    /// - Throws: `SQLError`.
    package func node(_ id: NodeID, in txn: any SQLTransaction) throws -> NodeRecord? {
        try txn.first("SELECT \(Self.nodeColumns) FROM node WHERE id = ?", [.text(id.text)]).map(NodeRecord.init)
    }

    /// Returns all registered nodes in the order of their IDs.
    ///
    /// - Throws: `SQLError`.
    package func nodes(in txn: any SQLTransaction) throws -> [NodeRecord] {
        try txn.query("SELECT \(Self.nodeColumns) FROM node ORDER BY id").map(NodeRecord.init)
    }

    private static var nodeColumns: String { "id, internal_url, public_url, secret_digest, previous_secret_digest" }

    private func columns(of digests: [SHA256Digest], for node: NodeID) throws -> [SQLValue] {
        guard let current = digests.first, digests.count <= 2 else {
            throw DeploymentStoreError.secretCount(node, digests.count)
        }
        return [.text(current.hexadecimal), SQLValue(digests.dropFirst().first?.hexadecimal)]
    }
}

extension NodeRecord {
    /// Creates a record from a row of the table `node`.
    fileprivate init(_ row: SQLRow) throws(SQLError) {
        entry = NodeEntry(
            id: try row.parsed("id") { try? NodeID(validating: $0) },
            internalURL: try row.text("internal_url"),
            publicURL: try row.text("public_url")
        )
        var digests = [try row.parsed("secret_digest", SHA256Digest.init(hexadecimal:))]
        if try row.optionalText("previous_secret_digest") != nil {
            digests.append(try row.parsed("previous_secret_digest", SHA256Digest.init(hexadecimal:)))
        }
        secretDigests = digests
    }
}

extension ShardMap {
    /// Returns a later map with another entry for a node that it has.
    fileprivate func replacing(_ entry: NodeEntry, now: Date) throws(BlobModelError) -> ShardMap {
        try ShardMap(
            epoch: max(epoch + 1, Self.epoch(at: now)),
            deployment: deployment,
            nodes: nodes.map { $0.id == entry.id ? entry : $0 },
            shards: shards,
            slots: slots
        )
    }
}
