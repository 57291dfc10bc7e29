import BlobModel

/// Reads a segment from one end to the other in big pieces, and checks what it reads where it lies.
///
/// Nothing but record headers is copied out of the piece in memory. Going back is allowed, and costs another read.
struct SegmentScanner {
    private static let windowByteCount = 4 << 20

    /// The segment.
    let reader: SegmentReader

    private var window: [UInt8] = []
    private var start: UInt64 = 0
    private var count = 0

    /// Makes a scanner that has read nothing.
    init(_ reader: SegmentReader) {
        self.reader = reader
    }

    /// Returns the record at an offset, or the fault that keeps the bytes there from being one.
    ///
    /// - Parameter offset: An offset before the end of the file.
    /// - Returns: The record; its body is not checked yet.
    /// - Throws: ``BlobStoreError/file(_:)`` when the file cannot be read.
    mutating func record(at offset: UInt64) throws(BlobStoreError) -> Result<SegmentReader.Item, SegmentFault> {
        guard let fixed = try place(of: SegmentRecord.fixedByteCount, at: offset) else { return .failure(.cut) }
        let detailByteCount: Int
        do throws(SegmentFault) {
            detailByteCount = try RecordPrologue(decoding: window[fixed]).detailByteCount
        } catch {
            return .failure(error)
        }
        let needed = SegmentRecord.fixedByteCount + detailByteCount
        guard let whole = try place(of: needed, at: offset) else { return .failure(.cut) }
        return item(at: whole)
    }

    /// Returns the positions of the damaged parts of a record's body: of chunks in an extent, or 0 for a manifest.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - offset: The offset of its body.
    /// - Returns: The positions; nil when the file ends within the body.
    /// - Throws: ``BlobStoreError/file(_:)``.
    mutating func damagedParts(of record: SegmentRecord, at offset: UInt64) throws(BlobStoreError) -> [Int]? {
        guard record.bodyByteCount <= reader.byteCount - min(offset, reader.byteCount) else { return nil }
        switch record.content {
        case .chunks(let entries):
            return try damagedChunks(entries, at: offset)
        case .manifest(_, let digest, let byteCount):
            return try withBytes(Int(byteCount), at: offset) { ContentID(of: $0) == digest } == true ? [] : [0]
        case .referenceAdded, .referenceReleased, .sessionAdvanced, .sessionEnded:
            return []
        }
    }

    /// Runs a body over bytes of the segment.
    ///
    /// - Parameters:
    ///   - count: The number of bytes.
    ///   - offset: Their offset.
    ///   - body: What to do with them.
    /// - Returns: What the body returns; nil when the file ends before.
    /// - Throws: ``BlobStoreError/file(_:)``.
    mutating func withBytes<Value>(
        _ count: Int,
        at offset: UInt64,
        _ body: (Span<UInt8>) -> Value
    ) throws(BlobStoreError) -> Value? {
        guard let range = try place(of: count, at: offset) else { return nil }
        return body(window.span.extracting(range))
    }

    private mutating func damagedChunks(_ entries: [ChunkEntry], at offset: UInt64) throws(BlobStoreError) -> [Int] {
        var damaged: [Int] = []
        var offset = offset
        for (position, entry) in entries.enumerated() {
            let isIntact = try withBytes(Int(entry.storedLength), at: offset) { entry.matches($0) }
            if isIntact != true { damaged.append(position) }
            offset += UInt64(entry.storedLength)
        }
        return damaged
    }

    private func item(at place: Range<Int>) -> Result<SegmentReader.Item, SegmentFault> {
        do throws(SegmentFault) {
            let record = try SegmentRecord(decoding: window[place], salt: reader.header.salt)
            return .success(SegmentReader.Item(record: record, header: Array(window[place])))
        } catch {
            return .failure(error)
        }
    }

    /// Returns where in the window bytes are, after reading on if they are not in it; nil when the file ends before.
    private mutating func place(of count: Int, at offset: UInt64) throws(BlobStoreError) -> Range<Int>? {
        guard count >= 0, UInt64(count) <= reader.byteCount - min(offset, reader.byteCount) else { return nil }
        if offset < start || offset - start + UInt64(count) > UInt64(self.count) { try load(count, at: offset) }
        let position = Int(offset - start)
        return position + count <= self.count ? position..<position + count : nil
    }

    private mutating func load(_ count: Int, at offset: UInt64) throws(BlobStoreError) {
        let wanted = max(count, min(Self.windowByteCount, Int(reader.byteCount)))
        if window.count < wanted { window = [UInt8](repeating: 0, count: wanted) }
        self.count = 0
        self.count = try reader.read(at: offset, into: &window)
        start = offset
    }
}
