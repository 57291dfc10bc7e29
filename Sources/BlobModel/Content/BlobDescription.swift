/// What a store tells of a blob that it has.
package struct BlobDescription: Hashable, Sendable, Codable {
    /// The blob's content ID.
    package var blob: ContentID

    /// The blob's size in bytes.
    package var size: UInt64

    /// Makes a description.
    package init(blob: ContentID, size: UInt64) {
        self.blob = blob
        self.size = size
    }
}
