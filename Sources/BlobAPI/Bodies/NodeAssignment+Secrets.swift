package import BlobModel

extension NodeAssignment {
    /// Makes the assignment of a node from a deployment's secrets.
    ///
    /// - Parameters:
    ///   - keys: The ring that was derived for the node, which also names it.
    ///   - chunkingSecret: The secret from which chunk boundaries derive.
    ///   - shardMap: The current map, which also names the deployment and the node's shards.
    ///   - frontPublicURL: The front's public URL.
    package init(
        keys: NodeKeyRing,
        chunkingSecret: ChunkingSecret,
        shardMap: ShardMap,
        frontPublicURL: String
    ) {
        self.init(
            deployment: shardMap.deployment,
            node: keys.node,
            shards: shardMap.shards(of: keys.node).map(\.id).sorted(),
            chunkingSecret: Base64URLBytes(chunkingSecret.bytes),
            signingKeys: keys.keys.map { NodeSigningKey($0) },
            shardMap: shardMap,
            frontPublicURL: frontPublicURL
        )
    }

    /// Returns the ring that the node verifies signed URLs with.
    ///
    /// - Throws: `BlobModelError` when the keys are not a ring.
    package func keyRing() throws(BlobModelError) -> NodeKeyRing {
        var keys: [SigningKey] = []
        for entry in signingKeys {
            keys.append(try SigningKey(id: entry.id, state: entry.state, secret: entry.key.bytes))
        }
        return try NodeKeyRing(node: node, validating: keys)
    }

    /// Returns the secret from which the node's chunk boundaries derive.
    ///
    /// - Throws: `BlobModelError.secretLength` when it has not 32 bytes.
    package func validatedChunkingSecret() throws(BlobModelError) -> ChunkingSecret {
        try ChunkingSecret(validating: chunkingSecret.bytes)
    }
}
