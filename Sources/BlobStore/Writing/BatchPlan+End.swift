import BlobModel

/// The end of a batch that has nothing to end with (`Docs/formats/segment.md`, kind 6).
extension BatchPlan {
    /// The upload session that is none: 16 zeros.
    private static let nobody = UploadSessionID(bytes: [UInt8](repeating: 0, count: UploadSessionID.byteCount))

    /// Adds a record that changes nothing: the end of an upload session that never was, of a domain that has no ID.
    ///
    /// A later sequence number than any for its opening lets the next compaction drop it.
    mutating func endBatch() {
        guard let nobody = Self.nobody else { preconditionFailure("16 zeros are the ID of an upload session.") }
        let scope = DomainScope(key: ContentID(of: [UInt8]().span), keyNumber: 0)
        batch.add(.sessionEnded(nobody, opened: .max), scope)
    }
}
