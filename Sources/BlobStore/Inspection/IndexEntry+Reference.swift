import BlobModel

extension IndexEntry {
    /// The domain's key and the reference that make up the entry's key; nil when it is another one.
    var referenceKey: (domainKey: ContentID, reference: ReferenceID)? {
        guard key.count == ContentID.byteCount + ReferenceID.byteCount,
            let domainKey = ContentID(bytes: key.prefix(ContentID.byteCount)),
            let reference = ReferenceID(bytes: Array(key.suffix(ReferenceID.byteCount)))
        else { return nil }
        return (domainKey, reference)
    }
}
