import BlobModel

/// Decides whether bytes after the last whole batch of a segment are what a crash leaves behind.
///
/// "A bad record is a torn tail only if no valid record of a later batch follows it": a batch is synchronised before the
/// next one is begun, so that a record of a later batch proves that the damage came after the synchronisation.
struct TornTail {
    private static let window = 1 << 20

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

    /// Returns the number of a later batch of which a valid record stands anywhere after an offset, or nil.
    ///
    /// - Parameter offset: The offset of the damage.
    /// - Returns: The number of the batch found first.
    /// - Throws: ``BlobStoreError/file(_:)``.
    func laterBatch(after offset: UInt64) throws(BlobStoreError) -> UInt64? {
        let tornBatch = position.batch + 1
        var start = offset + 1
        while start < reader.byteCount {
            let bytes = try reader.read(at: start, upTo: Self.window)
            for candidate in Self.candidates(in: bytes) {
                guard case .success(let item) = try reader.record(at: start + UInt64(candidate)) else { continue }
                if item.record.batch > tornBatch { return item.record.batch }
            }
            guard bytes.count == Self.window else { return nil }
            // A magic number may lie across the boundary of two windows.
            start += UInt64(Self.window - SegmentRecord.magic.count + 1)
        }
        return nil
    }

    private static func candidates(in bytes: [UInt8]) -> [Int] {
        let magic = SegmentRecord.magic
        var candidates: [Int] = []
        var start = 0
        while let index = bytes[start...].firstIndex(of: magic[0]) {
            if bytes[index...].starts(with: magic) { candidates.append(index) }
            start = index + 1
        }
        return candidates
    }
}
