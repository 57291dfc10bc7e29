import BlobModel

/// Tells which chunks a stored manifest lists, by the names of the index.
///
/// The recovery needs them to know what each manifest holds; a body that is encrypted gives them under its domain's key only.
struct ManifestMembers: Sendable {
    private let read: @Sendable (SegmentRecord, [UInt8]) throws(SegmentFault) -> [ContentID]

    /// Makes a teller of members.
    ///
    /// - Parameter read: Returns the members of a manifest from its record and its stored bytes, the digest of which was
    ///   checked; throws ``SegmentFault/unsupported`` for bytes that it does not understand.
    init(_ read: @escaping @Sendable (SegmentRecord, [UInt8]) throws(SegmentFault) -> [ContentID]) {
        self.read = read
    }

    /// Returns the names of the chunks that a manifest lists.
    ///
    /// - Parameters:
    ///   - record: The manifest's record.
    ///   - body: Its stored bytes.
    /// - Returns: The names, in order.
    /// - Throws: ``SegmentFault/unsupported``.
    func names(in record: SegmentRecord, body: [UInt8]) throws(SegmentFault) -> [ContentID] {
        try read(record, body)
    }

    /// Reads manifests that are stored as they were made, and refuses all others.
    static let plain = ManifestMembers { (record, body) throws(SegmentFault) in
        guard record.keyNumber == 0, let manifest = try? Manifest(decoding: body) else { throw .unsupported }
        return manifest.chunks.map(\.id)
    }
}
