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
    /// Answers that the process runs.
    case liveness
    /// Answers whether the service can do its work now.
    case readiness
    /// Exposes the metrics as text.
    case metrics
}
