import BlobModel

/// The bytes of an attachment as they were copied into a home.
struct StoredCopy: Sendable {
    /// The reference that keeps the copy.
    let reference: ReferenceID

    /// Where the copy was put; nil in a store without shards.
    let place: BlobPlace?
}
