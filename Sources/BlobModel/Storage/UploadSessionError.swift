/// The ways in which an upload session refuses what it is asked, beside those of a store (``BlobError``).
package enum UploadSessionError: Error, Equatable {
    /// The domain has no upload session of this name, or has it no more.
    case notFound(UploadSessionID)
    /// The part, or the end of the upload, is not where the durable bytes end.
    case offsetMismatch(durable: UInt64)
    /// Another append or commit of the session has not ended yet.
    case busy(UploadSessionID)
    /// The whole upload is not what it was declared to be.
    case digestMismatch(found: ContentID)
}

extension UploadSessionError: CustomStringConvertible {
    /// A sentence that says what was refused, with the operands.
    package var description: String {
        switch self {
        case .notFound(let session): "There is no upload session \(session)."
        case .offsetMismatch(let durable): "The upload session has \(durable) durable bytes."
        case .busy(let session): "Another request is using the upload session \(session)."
        case .digestMismatch(let found): "The SHA-256 of the upload is \(found), and not the one that was declared."
        }
    }
}
