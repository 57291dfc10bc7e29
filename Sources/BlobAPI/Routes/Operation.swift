/// One operation of the internal API, as `Docs/api/internal.yaml` describes it.
///
/// The raw value is the `operationId` of the document; a test holds the two against each other.
package enum Operation: String, CaseIterable, Sendable {
    /// Stores a body and the reference that keeps it alive; answered only when both are durable.
    case putReference
    /// Tells which blob a reference keeps alive.
    case readReference
    /// Releases a reference; releasing an unknown one succeeds.
    case releaseReference
    /// Opens an upload session, in which a body arrives in parts.
    case createUpload
    /// Tells how far an upload session has come.
    case readUpload
    /// Appends a part to an upload session; answered only when it is durable.
    case appendUpload
    /// Makes a blob of an upload session, with the reference that keeps it alive.
    case commitUpload
    /// Ends an upload session without a blob; ending an unknown one succeeds.
    case abandonUpload
    /// Streams the bytes of a blob, or one range of them.
    case readBlob
    /// Tells the size of a blob.
    case describeBlob
    /// Tells the node's identity, epoch, and the state of its shards.
    case nodeStatus
    /// Hands a node its shards, keys, and shard map.
    case nodeAssignment
    /// Hands out the current shard map.
    case shardMap
    /// Decides whether the bearer of some credentials may download an attachment.
    case authorizeDownload
    /// Opens a grant, so that one upload and no other may use it.
    case openUploadGrant
    /// Says that the upload of a grant that was opened goes on, so that the grant is not given up.
    case renewUploadGrant
    /// Makes the bytes that came by a grant an attachment.
    case completeUploadGrant
    /// Ends a grant of whose upload nothing comes; ending one that has ended succeeds.
    case abandonUploadGrant
    /// Tells which of a node's references do not exist.
    case recountReferences
    /// Tells the operator of all shards of the node.
    case listShards
    /// Tells the operator of one shard, and of the jobs on it.
    case shardStatus
    /// Has a shard remove what nobody holds.
    case collectShard
    /// Has a shard rewrite segments of which little is live.
    case compactShard
    /// Has a shard read and verify everything.
    case scrubShard
    /// Has a shard ask the front which of its references exist.
    case recountShard
    /// Removes everything that a domain has, or tells what that would be.
    case purgeDomain
    /// Answers that the process runs.
    case liveness
    /// Answers whether the service can do its work now.
    case readiness
    /// Exposes the metrics as text.
    case metrics
}
