import BlobModel

/// A reference as the index names it.
struct NamedReference: Hashable, Sendable {
    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// The reference.
    let id: ReferenceID

    /// Reads the key of a row; the result is nil when it is not of its form.
    init?(decoding key: [UInt8]) {
        var reader = ByteReader(key)
        guard key.count == ContentID.byteCount + ReferenceID.byteCount, let domainKey = reader.contentID(),
            let bytes = reader.bytes(ReferenceID.byteCount), let id = ReferenceID(bytes: Array(bytes))
        else { return nil }
        self.domainKey = domainKey
        self.id = id
    }

    /// The key of the reference's rows.
    var key: [UInt8] { IndexKey.reference(id, domainKey: domainKey) }
}
