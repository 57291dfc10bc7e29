import BlobModel

/// What a step depends on of those before it.
struct StepContext: Sendable {
    /// The upload session that earlier steps have begun for the blob of this one.
    let session: UploadSessionID?
    /// The damage that a scrub may find now.
    let damages: [Damage]
}
