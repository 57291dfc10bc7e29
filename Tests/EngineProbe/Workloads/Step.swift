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
    /// Appends to the upload session of a blob, up to an offset of its bytes, after beginning one if there is none.
    case append(ProbeBlob, upTo: Int)
    /// Puts a blob by its upload session, in parts, after beginning one if there is none.
    case upload(ProbeBlob)
    /// Ends the upload session of a blob without it.
    case abandon(ProbeBlob)
    /// Closes the shard and opens it with a new master key beside the former one.
    case changeMasterKey
    /// Changes stored bytes behind the shard's back, as a disk does.
    case damage(Damage)
    /// Makes changed bytes again what they were.
    case repair(Damage)

    /// Whether other steps may run at the same time.
    var isConcurrent: Bool {
        switch self {
        case .put, .release, .maintain, .append, .upload, .abandon: true
        case .reopen, .loseIndex, .changeMasterKey, .damage, .repair: false
        }
    }

    /// The blob whose upload session the step uses; nil for other steps.
    var uploading: ProbeBlob? {
        switch self {
        case .append(let blob, _), .upload(let blob), .abandon(let blob): blob
        default: nil
        }
    }
}
