import AttachmentStore

/// How a release went.
struct ReleaseOutcome: Sendable {
    /// What was to be released.
    let pending: PendingRelease

    /// Whether the storage has let the reference go.
    let isReleased: Bool
}
