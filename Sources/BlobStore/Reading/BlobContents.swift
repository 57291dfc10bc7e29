package import BlobModel

/// What one look at a store tells of a blob: its description, and its bytes when they are few.
package struct BlobContents: Hashable, Sendable {
    /// What the store tells of the blob.
    package let description: BlobDescription

    /// All bytes of the blob, each chunk of them checked, or nil when there are more than were asked for.
    package let bytes: [UInt8]?

    /// Makes the answer.
    ///
    /// - Parameters:
    ///   - description: What the store tells of the blob.
    ///   - bytes: All its bytes, or nil.
    package init(description: BlobDescription, bytes: [UInt8]?) {
        self.description = description
        self.bytes = bytes
    }
}
