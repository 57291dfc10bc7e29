package import BlobModel

/// What an internal call is about: the operands that an error of the answer leaves out.
package struct BlobSubject: Sendable {
    /// The domain of the call.
    package let domain: DedupDomain

    /// The blob that was named, if one was.
    package let blob: ContentID?

    /// The reference that was named, if one was.
    package let reference: ReferenceID?

    /// The most bytes that a body might have, if there was one.
    package let limit: UInt64?

    /// Makes the subject of a call about a blob.
    package init(blob: ContentID, in domain: DedupDomain) {
        self.domain = domain
        self.blob = blob
        reference = nil
        limit = nil
    }

    /// Makes the subject of a call about a reference.
    ///
    /// - Parameters:
    ///   - reference: The reference that is named.
    ///   - domain: The domain of the call.
    ///   - limit: The most bytes that a body may have, for an upload.
    package init(reference: ReferenceID, in domain: DedupDomain, limit: UInt64? = nil) {
        self.domain = domain
        blob = nil
        self.reference = reference
        self.limit = limit
    }
}
