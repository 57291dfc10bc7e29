import AttachmentStore
import BlobModel
import FoundationEssentials

/// What the row of an opened grant keeps, so that its leave can be given again.
struct OpenedGrant: GrantAnswer {
    /// The attempt that was given leave.
    let attempt: UploadAttemptID
}

extension UploadGrant {
    /// Tells whether an attempt may begin with the upload: nobody has, or it is the one that has, and did not hear of it.
    ///
    /// - Parameters:
    ///   - attempt: The attempt of a node.
    ///   - now: The present.
    /// - Returns: Whether it is given leave, as far as the state of the grant goes.
    func admits(_ attempt: UploadAttemptID, now: Date) -> Bool {
        state == .granted ? expires > now : isOpened(by: attempt)
    }

    /// Tells whether the upload was begun by an attempt, and has not ended.
    func isOpened(by attempt: UploadAttemptID) -> Bool {
        state == .opened && (try? OpenedGrant(parsing: answer))?.attempt == attempt
    }
}
