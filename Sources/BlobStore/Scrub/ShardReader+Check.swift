import BlobModel

extension ShardReader {
    /// Tells whether bytes are what the index says, as far as that can be told without the header of their record.
    ///
    /// Encrypted chunks count as whole when they can be read: only their record, or the domain's key, tells more.
    func isWhole(_ body: IndexedBody) -> Bool {
        guard let bytes = try? bytes(in: body.segment, at: body.offset, count: body.byteCount) else { return false }
        return body.digest.map { $0 == ContentID(of: bytes.span) } ?? true
    }
}
