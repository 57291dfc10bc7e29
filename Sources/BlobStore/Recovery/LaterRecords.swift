import BlobModel

/// Looks for whole records behind damage in a segment.
///
/// A record's checksum covers the segment's salt, so that nothing that somebody uploaded passes for one. But uploaded bytes may
/// be full of what begins like a record. What cannot be one by its numbers is not read any further, and the bytes that
/// are read for what remains are bounded by a multiple of what is searched: the search takes time in proportion to it.
struct LaterRecords {
    /// What a search comes to.
    enum Finding: Hashable, Sendable {
        /// There is no record.
        case nothing
        /// A record stands at the offset.
        case record(SegmentRecord, at: UInt64)
        /// So much begins like a record that the search was given up.
        case undecided
    }

    private static let window = 1 << 20
    private static let leastAllowance = 64 << 20
    private static let allowancePerByte = 16

    private let reader: SegmentReader
    private let position: LogPosition
    private let leastBatch: UInt64
    private let end: UInt64

    /// Makes a search.
    ///
    /// - Parameters:
    ///   - reader: The segment.
    ///   - position: The last place in it of which the numbers are known.
    ///   - leastBatch: The lowest batch number that counts.
    ///   - end: The offset at which records end; nil for the end of the file.
    init(
        _ reader: SegmentReader,
        after position: LogPosition,
        fromBatch leastBatch: UInt64,
        before end: UInt64? = nil
    ) {
        self.reader = reader
        self.position = position
        self.leastBatch = leastBatch
        self.end = min(end ?? .max, reader.byteCount)
    }

    /// Looks for the first record behind an offset.
    ///
    /// - Parameter offset: The offset of the damage.
    /// - Returns: What was found.
    /// - Throws: ``BlobStoreError/file(_:)``.
    func first(after offset: UInt64) throws(BlobStoreError) -> Finding {
        let searched = Int(end - min(offset, end))
        var allowance = Self.leastAllowance + Self.allowancePerByte * searched
        var start = offset + 1
        while start < end {
            let bytes = try reader.read(at: start, upTo: Self.window)
            for candidate in plausible(in: bytes, at: start) {
                allowance -= candidate.byteCount
                guard allowance >= 0 else { return .undecided }
                guard case .success(let item) = try reader.record(at: candidate.offset) else { continue }
                return .record(item.record, at: candidate.offset)
            }
            guard bytes.count == Self.window else { break }
            // A header may lie across the boundary of two windows.
            start += UInt64(Self.window - SegmentRecord.fixedByteCount + 1)
        }
        return .nothing
    }

    private struct Candidate {
        let offset: UInt64
        let byteCount: Int
    }

    /// Returns where bytes begin like a record, and how long its header would be.
    private func plausible(in bytes: [UInt8], at start: UInt64) -> [Candidate] {
        var candidates: [Candidate] = []
        var index = bytes.startIndex
        while let found = bytes[index...].firstIndex(of: SegmentRecord.magic[0]) {
            index = found + 1
            guard bytes[found...].starts(with: SegmentRecord.magic),
                let prologue = try? RecordPrologue(decoding: bytes[found...])
            else { continue }
            let offset = start + UInt64(found)
            guard isPlausible(prologue, at: offset) else { continue }
            let byteCount = SegmentRecord.fixedByteCount + prologue.detailByteCount
            candidates.append(Candidate(offset: offset, byteCount: byteCount))
        }
        return candidates
    }

    /// Tells whether a record of these numbers may stand at an offset.
    private func isPlausible(_ prologue: RecordPrologue, at offset: UInt64) -> Bool {
        guard prologue.sequence > position.sequence, prologue.batch >= leastBatch else { return false }
        // The body may be lost; the header must be there.
        let headerEnd = offset + UInt64(SegmentRecord.fixedByteCount + prologue.detailByteCount)
        guard headerEnd <= end else { return false }
        // Each record before it has at least 80 bytes, but where compaction has left records out.
        let room = (offset - min(position.offset, offset)) / UInt64(SegmentRecord.fixedByteCount) + 2
        let isNear = prologue.sequence - position.sequence <= room && prologue.batch - position.batch <= room
        // At the beginning of a segment that is read by itself nothing tells the numbers.
        return isNear || position.sequence == 0 || reader.header.generation > 0
    }
}
