/// What a store answers when a blob and its reference are durable.
package struct StoredBlob: Hashable, Sendable, Codable {
    /// The blob's content ID.
    package var blob: ContentID

    /// The blob's size in bytes.
    package var size: UInt64

    /// The bytes that had to be added to the store; 0 when all of the blob's chunks were there before.
    package var addedBytes: UInt64

    /// Tells whether the very same reference to the same blob was there before.
    package var wasPresent: Bool

    /// Makes an answer.
    package init(blob: ContentID, size: UInt64, addedBytes: UInt64, wasPresent: Bool = false) {
        self.blob = blob
        self.size = size
        self.addedBytes = addedBytes
        self.wasPresent = wasPresent
    }

    /// The blob's description, without what the upload added.
    package var description: BlobDescription { BlobDescription(blob: blob, size: size) }
}
