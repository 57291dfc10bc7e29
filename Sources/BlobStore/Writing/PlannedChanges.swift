import BlobModel

/// What operations change of which the index does not know yet.
///
/// Those that are planned after them build upon it: two uploads of the same chunk append it once.
struct PlannedChanges {
    /// The name of a reference within its domain.
    struct ReferenceKey: Hashable {
        /// The SHA-256 of the domain's ID.
        let domainKey: ContentID

        /// The reference.
        let id: ReferenceID
    }

    /// The chunks that are brought.
    var chunks: Set<ChunkKey> = []

    /// The blobs whose manifests are brought.
    var manifests: Set<ChunkKey> = []

    /// The blobs that references name; nil for those that are released.
    var references: [ReferenceKey: ContentID?] = [:]

    /// The upload sessions that are advanced; nil for those that end.
    var sessions: [SessionKey: SessionRow?] = [:]

    /// Makes changes by no operation.
    init() {}
}
