/// What a store answers when a blob and its reference are durable.
package struct StoredBlob: Hashable, Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
        case blob, size, addedBytes, wasPresent
    }

    /// The blob's content ID.
    package var blob: ContentID

    /// The blob's size in bytes.
    package var size: UInt64

    /// The bytes that had to be added to the store; 0 when all of the blob's chunks were there before.
    package var addedBytes: UInt64

    /// Tells whether the very same reference to the same blob was there before.
    package var wasPresent: Bool

    /// The shard that took the bytes; nil from a store that has none to choose from.
    ///
    /// Whoever chose the shard knows it, so that it is no part of the JSON.
    package var place: BlobPlace?

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
