package import BlobModel

/// A node's word that an upload which it was given leave for goes on.
package struct GrantRenewal: Codable, Sendable, Equatable {
    /// How often a node says so while it takes a body, and while it waits for the front's last word.
    package static let pause = Duration.seconds(60)

    /// The time without a word after which the front gives an opened grant up.
    ///
    /// It is longer than a URL is good, which is ten minutes and the minute by which clocks may differ: an attempt of
    /// which nothing was heard may come again until then. A front may be away for the rest of it.
    package static let term = Duration.seconds(900)

    /// The attempt that was given leave.
    package let attempt: UploadAttemptID

    /// Creates a word of an attempt.
    package init(of attempt: UploadAttemptID) {
        self.attempt = attempt
    }
}
