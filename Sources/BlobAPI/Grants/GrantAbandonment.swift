package import BlobModel

/// A node's word that nothing comes of an upload that it was given leave for.
package struct GrantAbandonment: Codable, Sendable, Equatable {
    /// The attempt that was given leave; an upload of another one goes on.
    package let attempt: UploadAttemptID

    /// Creates the end of an attempt.
    package init(of attempt: UploadAttemptID) {
        self.attempt = attempt
    }
}
