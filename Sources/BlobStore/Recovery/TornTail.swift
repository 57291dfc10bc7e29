import BlobModel

/// Decides whether bytes after the last whole batch of a segment are what a crash leaves behind.
///
/// "A bad record is a torn tail only if no valid record of a later batch follows it": a batch is synchronised before the
/// next one is begun, and before the footer is written, so that either proves that the damage came after the
/// synchronisation.
struct TornTail {
    private let reader: SegmentReader
    private let position: LogPosition

    /// Makes the decision's subject.
    ///
    /// - Parameters:
    ///   - reader: The segment.
    ///   - position: The place after its last whole batch.
    init(_ reader: SegmentReader, after position: LogPosition) {
        self.reader = reader
        self.position = position
    }

    /// Returns what proves that damage is no torn tail, or nil when nothing does.
    ///
    /// - Parameter offset: The offset of the damage.
    /// - Returns: ``SegmentFault/followedByLaterBatch(_:)``, ``SegmentFault/followedByFooter``, or
    ///   ``SegmentFault/undecided``.
    /// - Throws: ``BlobStoreError/file(_:)``.
    func objection(after offset: UInt64) throws(BlobStoreError) -> SegmentFault? {
        let tornBatch = position.batch + 1
        switch try LaterRecords(reader, after: position, fromBatch: tornBatch + 1).first(after: offset) {
        case .record(let record, _): return .followedByLaterBatch(record.batch)
        case .undecided: return .undecided
        case .nothing: return try isFollowedByFooter() ? .followedByFooter : nil
        }
    }

    private func isFollowedByFooter() throws(BlobStoreError) -> Bool {
        guard let footer = try reader.footer() else { return false }
        return footer.position.sequence > position.sequence && footer.position.records > position.records
    }
}
