import BlobModel

/// The keys of the index (`Docs/formats/index.md`): each begins with the SHA-256 of the domain's ID.
enum IndexKey {
    /// Returns the key of a chunk, or that of a blob's manifest.
    static func content(_ id: ContentID, domainKey: ContentID) -> [UInt8] {
        domainKey.bytes + id.bytes
    }

    /// Returns the key that says that the bytes of a chunk, or those of a manifest, are damaged.
    static func quarantined(_ subject: QuarantineRow.Subject, _ id: ContentID, domainKey: ContentID) -> [UInt8] {
        content(id, domainKey: domainKey) + [subject.rawValue]
    }

    /// Returns the key of a reference.
    static func reference(_ id: ReferenceID, domainKey: ContentID) -> [UInt8] {
        domainKey.bytes + id.bytes
    }

    /// Returns the key of the claim that a reference has on a blob.
    static func claim(_ reference: ReferenceID, on blob: ContentID, domainKey: ContentID) -> [UInt8] {
        domainKey.bytes + blob.bytes + reference.bytes
    }

    /// Returns the key that says that a manifest or an upload session holds a chunk.
    ///
    /// - Parameters:
    ///   - chunk: The chunk's name.
    ///   - holder: The sequence number of the record that made the manifest or opened the session.
    ///   - domainKey: The SHA-256 of the domain's ID.
    /// - Returns: The key.
    static func member(_ chunk: ContentID, of holder: UInt64, domainKey: ContentID) -> [UInt8] {
        domainKey.bytes + chunk.bytes + bigEndian(holder)
    }

    /// Returns the key of a collected manifest whose members are still to be removed.
    static func dissolving(_ blob: ContentID, manifest: UInt64, domainKey: ContentID) -> [UInt8] {
        domainKey.bytes + blob.bytes + bigEndian(manifest)
    }

    /// Returns the key of an upload session.
    static func session(_ id: UploadSessionID, domainKey: ContentID) -> [UInt8] {
        domainKey.bytes + id.bytes
    }

    /// Returns the key of the chunk that begins at an offset of an upload session.
    static func sessionChunk(_ id: UploadSessionID, at offset: UInt64, domainKey: ContentID) -> [UInt8] {
        session(id, domainKey: domainKey) + bigEndian(offset)
    }

    /// Returns an integer's eight bytes, the most significant first, so that keys are in the order of their numbers.
    static func bigEndian(_ value: UInt64) -> [UInt8] {
        var writer = ByteWriter(capacity: 8)
        writer.write(value)
        return writer.bytes
    }

    /// Returns the key of a segment.
    static func segment(_ number: UInt64) -> [UInt8] {
        bigEndian(number)
    }
}
