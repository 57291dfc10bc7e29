import BlobModel
import DurableIO
import FoundationEssentials
import SystemPackage

/// The open segment of a shard, to which batches are appended until it is sealed.
///
/// Nothing is durable before ``synchronise()``.
struct SegmentWriter {
    /// The segment's header.
    let header: SegmentHeader

    /// Where the next batch begins.
    private(set) var position: LogPosition

    private let file: any AppendFile

    /// Takes over an open segment.
    ///
    /// - Parameters:
    ///   - file: The file, which ends at the position.
    ///   - header: The segment's header.
    ///   - position: Where the next batch begins.
    init(file: any AppendFile, header: SegmentHeader, position: LogPosition) {
        self.file = file
        self.header = header
        self.position = position
    }

    /// Makes a new segment with its header and makes both it and its directory entry durable.
    ///
    /// - Parameters:
    ///   - header: The new segment's header.
    ///   - position: Where the log ends before it, or nil for the first segment.
    ///   - directory: The directory of segments.
    /// - Returns: The writer of the new segment.
    /// - Throws: What the file system throws; a file that was made is removed again where that is possible.
    static func create(
        _ header: SegmentHeader,
        after position: LogPosition?,
        in directory: SegmentDirectory
    ) throws(FileError) -> SegmentWriter {
        let path = directory.path(of: header.name.rawValue)
        let file = try createFile(at: path, in: directory)
        do throws(FileError) {
            try file.append(header.encoded.span)
            try file.synchronise()
            try directory.fileSystem.synchroniseDirectory(at: directory.path)
        } catch {
            // What stays behind when this fails too has no records: the next attempt, or the next opening, removes it.
            try? directory.fileSystem.remove(at: path)
            throw error
        }
        let start = position?.entering(header) ?? LogPosition(header: header)
        return SegmentWriter(file: file, header: header, position: start)
    }

    /// Makes the file of a new segment, in place of one without records that a failed attempt may have left.
    private static func createFile(
        at path: FilePath,
        in directory: SegmentDirectory
    ) throws(FileError) -> any AppendFile {
        do throws(FileError) {
            return try directory.fileSystem.createFile(at: path)
        } catch  where error.isPresence {
            let size = try directory.fileSystem.openForReading(at: path).size()
            guard size <= UInt64(SegmentHeader.byteCount) else { throw error }
            try directory.fileSystem.remove(at: path)
            return try directory.fileSystem.createFile(at: path)
        }
    }

    /// Appends a batch, or a part of one, that was encoded for this segment's position, without making it durable.
    mutating func append(_ batch: EncodedBatch) throws(FileError) {
        try file.append(batch.pieces)
        position = batch.end
    }

    /// Has the system begin to write a part of what was appended to the disk.
    func beginWriteback(of part: EncodedBatch) {
        file.beginWriteback(of: part.start.offset..<part.end.offset)
    }

    /// Makes all batches durable that were appended so far.
    func synchronise() throws(FileError) {
        try file.synchronise()
    }

    /// Cuts off what was appended after a position, durably.
    mutating func rollBack(to position: LogPosition) throws(FileError) {
        try file.truncate(to: position.offset)
        try file.synchronise()
        self.position = position
    }

    /// Writes the footer and makes it durable; nothing is appended to the segment afterwards.
    func seal() throws(FileError) {
        try file.append(SegmentFooter(position: position).encoded.span)
        try file.synchronise()
    }
}
