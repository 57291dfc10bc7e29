import BlobModel

/// The keys of the index (`Docs/formats/index.md`): each begins with the SHA-256 of the domain's ID.
enum IndexKey {
    /// Returns the key of a chunk, or that of a blob's manifest.
    static func content(_ id: ContentID, domainKey: ContentID) -> [UInt8] {
        domainKey.bytes + id.bytes
    }

    /// Returns the key of a reference.
    static func reference(_ id: ReferenceID, domainKey: ContentID) -> [UInt8] {
        domainKey.bytes + id.bytes
    }

    /// Returns the key of the claim that a reference has on a blob.
    static func claim(_ reference: ReferenceID, on blob: ContentID, domainKey: ContentID) -> [UInt8] {
        domainKey.bytes + blob.bytes + reference.bytes
    }

    /// Returns the key of a segment.
    static func segment(_ number: UInt64) -> [UInt8] {
        var writer = ByteWriter(capacity: 8)
        writer.write(number)
        return writer.bytes
    }
}
