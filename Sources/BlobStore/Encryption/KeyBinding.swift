import BlobModel

/// The one place where a domain's key is good: a wrapped key is authenticated together with it.
struct KeyBinding: Hashable, Sendable {
    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// The shard, of its deployment.
    let shard: ShardIdentity

    /// Returns the additional data of the wrapping: a tag, the shard, the deployment, and the head of the file.
    ///
    /// - Parameter head: The file's bytes before the wrapped key, the SHA-256 of the domain's ID among them.
    /// - Returns: The additional data.
    func additional(head: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write("attache-domain-key-v1".utf8)
        writer.writeLengthPrefixed(shard.shard.text.utf8)
        writer.writeLengthPrefixed(shard.deployment.text.utf8)
        writer.write(head)
        return writer.bytes
    }
}
