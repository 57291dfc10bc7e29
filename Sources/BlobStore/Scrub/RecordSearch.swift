/// Looks for the next record of a segment behind damage.
///
/// The checksum of a record covers the segment's salt, so that nothing that somebody uploaded passes for one; and what cannot
/// be one by its numbers is not read any further, so that the search takes time in proportion to the bytes.
struct RecordSearch {
    private static let window = 1 << 20

    private let reader: SegmentReader
    private let sequence: UInt64
    private let end: UInt64

    /// Makes a search.
    ///
    /// - Parameters:
    ///   - reader: The segment.
    ///   - sequence: The sequence number of the last record before the damage.
    ///   - end: The offset at which the records end.
    init(_ reader: SegmentReader, after sequence: UInt64, before end: UInt64) {
        self.reader = reader
        self.sequence = sequence
        self.end = end
    }

    /// Returns the offset of the next valid record, or nil when there is none.
    ///
    /// - Parameter offset: The offset of the damage.
    /// - Returns: An offset behind it.
    /// - Throws: ``BlobStoreError/file(_:)``.
    func nextRecord(after offset: UInt64) throws(BlobStoreError) -> UInt64? {
        var start = offset + 1
        while start < end {
            let bytes = try reader.read(at: start, upTo: Self.window)
            for candidate in plausible(in: bytes) {
                let place = start + UInt64(candidate)
                guard place < end, case .success(let item) = try reader.record(at: place) else { continue }
                if item.record.sequence > sequence { return place }
            }
            guard bytes.count == Self.window else { return nil }
            // A header may lie across the boundary of two windows.
            start += UInt64(Self.window - SegmentRecord.fixedByteCount + 1)
        }
        return nil
    }

    /// Returns where bytes begin like a record whose numbers can follow.
    private func plausible(in bytes: [UInt8]) -> [Int] {
        var candidates: [Int] = []
        var start = 0
        while let index = bytes[start...].firstIndex(of: SegmentRecord.magic[0]) {
            if let prologue = try? RecordPrologue(decoding: bytes[index...]), isPlausible(prologue) {
                candidates.append(index)
            }
            start = index + 1
        }
        return candidates
    }

    /// A record has at least 80 bytes: so many can the numbers have risen at most.
    private func isPlausible(_ prologue: RecordPrologue) -> Bool {
        guard prologue.sequence > sequence, prologue.bodyByteCount <= end else { return false }
        let isCompacted = reader.header.generation > 0
        return isCompacted || sequence == 0
            || prologue.sequence - sequence <= end / UInt64(SegmentRecord.fixedByteCount)
    }
}
