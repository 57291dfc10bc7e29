import BlobModel
import DurableIO

/// Reads a segment's parts and checks them.
struct SegmentReader: Sendable {
    /// A record as it stands in the file.
    struct Item: Sendable {
        /// The record.
        let record: SegmentRecord

        /// The bytes of its header, details included.
        let header: [UInt8]
    }

    /// The number of bytes to read at once where a header is expected.
    private static let headerGuess = 4_096

    /// The segment's header.
    let header: SegmentHeader

    /// The file's size when the reader was made.
    let byteCount: UInt64

    private let file: any ReadFile

    /// Opens a segment and checks its header.
    ///
    /// - Parameters:
    ///   - number: The segment's name.
    ///   - directory: The directory of segments.
    ///   - shard: The shard that the segment must belong to.
    /// - Returns: The reader.
    /// - Throws: ``BlobStoreError/damagedSegment(_:offset:_:)`` when its header is not that of this segment.
    static func open(
        _ number: UInt64,
        in directory: SegmentDirectory,
        shard: ShardID
    ) throws(BlobStoreError) -> SegmentReader {
        let file = try BlobStoreError.wrap { () throws(FileError) in
            try directory.fileSystem.openForReading(at: directory.path(of: number))
        }
        let byteCount = try BlobStoreError.wrap { () throws(FileError) in try file.size() }
        let bytes = try BlobStoreError.wrap { () throws(FileError) in
            try file.read(at: 0, count: min(SegmentHeader.byteCount, Int(byteCount)))
        }
        do throws(SegmentFault) {
            let header = try header(bytes, number: number, shard: shard)
            return SegmentReader(header: header, byteCount: byteCount, file: file)
        } catch {
            throw .damagedSegment(number, offset: 0, error)
        }
    }

    private init(header: SegmentHeader, byteCount: UInt64, file: any ReadFile) {
        self.header = header
        self.byteCount = byteCount
        self.file = file
    }

    /// Returns the record at an offset, or the fault that keeps the bytes there from being one.
    ///
    /// - Parameter offset: An offset before the end of the file.
    /// - Returns: The record; its body is not checked yet.
    /// - Throws: ``BlobStoreError/file(_:)`` when the file cannot be read.
    func record(at offset: UInt64) throws(BlobStoreError) -> Result<Item, SegmentFault> {
        let guess = try read(at: offset, upTo: Self.headerGuess)
        let needed: Int
        do throws(SegmentFault) {
            needed = try SegmentRecord.fixedByteCount + RecordPrologue(decoding: guess[...]).detailByteCount
        } catch {
            return .failure(error)
        }
        guard needed > guess.count else { return item(guess, headerByteCount: needed) }
        return item(try read(at: offset, upTo: needed), headerByteCount: needed)
    }

    private func item(_ bytes: [UInt8], headerByteCount: Int) -> Result<Item, SegmentFault> {
        do throws(SegmentFault) {
            let record = try SegmentRecord(decoding: bytes[...], salt: header.salt)
            return .success(Item(record: record, header: Array(bytes[..<headerByteCount])))
        } catch {
            return .failure(error)
        }
    }

    /// Tells whether the footer of a segment whose records end at a position stands there and ends the file.
    func hasFooter(at position: LogPosition) throws(BlobStoreError) -> Bool {
        try end(at: position) != nil
    }

    /// Returns where the log stands after the segment, if a footer that fits its records stands at a position.
    ///
    /// - Parameter position: The place after the last record.
    /// - Returns: The place from which the next segment goes on; nil when the segment has no such footer there.
    /// - Throws: ``BlobStoreError/file(_:)``.
    func end(at position: LogPosition) throws(BlobStoreError) -> LogPosition? {
        guard let footer = try footer(), footer.position.offset == position.offset else { return nil }
        return footer.end(of: position, isCompacted: header.generation > 0)
    }

    /// Returns the footer with which the file ends, whatever is before it; nil when it does not end with one.
    func footer() throws(BlobStoreError) -> SegmentFooter? {
        guard byteCount >= UInt64(SegmentHeader.byteCount + SegmentFooter.byteCount) else { return nil }
        let offset = byteCount - UInt64(SegmentFooter.byteCount)
        let bytes = try read(at: offset, upTo: SegmentFooter.byteCount)
        let footer = SegmentFooter(decoding: bytes, segment: header.name.rawValue)
        return footer?.position.offset == offset ? footer : nil
    }

    /// Tells whether the bytes at an offset begin like a footer.
    func isFooterPlausible(at offset: UInt64) throws(BlobStoreError) -> Bool {
        SegmentFooter.isPlausible(try read(at: offset, upTo: SegmentFooter.byteCount)[...])
    }

    /// Returns the bytes at an offset, fewer when the file ends before.
    func read(at offset: UInt64, upTo count: Int) throws(BlobStoreError) -> [UInt8] {
        let available = byteCount > offset ? byteCount - offset : 0
        do throws(FileError) {
            return try file.read(at: offset, count: Int(min(UInt64(count), available)))
        } catch {
            throw .file(error)
        }
    }

    /// Fills bytes with those at an offset, as far as the file reaches.
    ///
    /// - Returns: The number of bytes read.
    /// - Throws: ``BlobStoreError/file(_:)``.
    func read(at offset: UInt64, into bytes: inout [UInt8]) throws(BlobStoreError) -> Int {
        do throws(FileError) { return try file.read(at: offset, into: &bytes) } catch { throw .file(error) }
    }

    private static func header(_ bytes: [UInt8], number: UInt64, shard: ShardID) throws(SegmentFault) -> SegmentHeader {
        let header = try SegmentHeader(decoding: bytes)
        guard header.shard == shard else { throw .foreignShard(header.shard.text) }
        guard header.name.rawValue == number else { throw .foreignNumber(header.name.rawValue) }
        return header
    }
}
