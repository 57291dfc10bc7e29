import BlobModel

/// One operation of a workload.
enum Step: Sendable {
    /// Puts a blob under its reference.
    case put(ProbeBlob)
    /// Releases the reference of a blob.
    case release(ProbeBlob)
    /// Closes the shard and opens it again.
    case reopen
    /// Closes the shard, removes its index, and opens it again.
    case loseIndex
    /// Does a piece of the work that a shard does in the background.
    case maintain(MaintenanceStep)
    /// Puts a blob by an upload session, in parts.
    case upload(ProbeBlob)

    /// Whether other steps may run at the same time.
    var isConcurrent: Bool {
        switch self {
        case .put, .release, .maintain, .upload: true
        case .reopen, .loseIndex: false
        }
    }
}
