import BlobModel
import DurableIO
import SystemPackage

/// The output of a compaction while it is written, under a name that no opening takes for a segment.
///
/// It becomes a segment by ``publish()`` alone, once all of it is durable: that name is the durable commit record of the
/// compaction. Before it nothing has happened; after it the inputs are not needed any more.
struct CompactionDraft {
    private static let bufferByteCount = 1 << 20

    /// The output's header.
    let header: SegmentHeader

    /// Where the next record begins.
    private(set) var position: LogPosition

    private let directory: SegmentDirectory
    private let file: any AppendFile
    private var pieces: [[UInt8]] = []
    private var pieceByteCount = 0

    /// Begins an output.
    ///
    /// - Parameters:
    ///   - header: Its header.
    ///   - start: Where the log stands before the run.
    ///   - directory: The directory of segments.
    /// - Throws: ``BlobStoreError/file(_:)``.
    init(_ header: SegmentHeader, after start: LogPosition, in directory: SegmentDirectory) throws(BlobStoreError) {
        self.header = header
        self.directory = directory
        position = start.entering(header)
        file = try BlobStoreError.wrap { () throws(FileError) in
            try directory.removeDrafts()
            return try directory.fileSystem.createFile(at: directory.draftPath(of: header.name.rawValue))
        }
        add(header.encoded)
    }

    /// Appends a record that keeps its sequence and batch numbers.
    ///
    /// - Parameters:
    ///   - record: The record of the input.
    ///   - content: What it says in the output.
    ///   - bodies: The parts of its body.
    /// - Throws: ``BlobStoreError/file(_:)``.
    mutating func append(
        _ record: SegmentRecord,
        saying content: SegmentRecord.Content,
        bodies: [[UInt8]]
    ) throws(BlobStoreError) {
        let kept = SegmentRecord(
            sequence: record.sequence,
            batch: record.batch,
            // What is left of a batch is no batch: each record stands for itself.
            endsBatch: true,
            domainKey: record.domainKey,
            keyNumber: record.keyNumber,
            content: content
        )
        let encoded = kept.encodedHeader(salt: header.salt)
        add(encoded)
        for body in bodies { add(body) }
        position.pass(kept, header: encoded)
        if pieceByteCount >= Self.bufferByteCount { try flush() }
    }

    /// Writes the footer and makes the whole file durable.
    ///
    /// - Parameter end: Where the log stands after the last input: from there the next segment goes on.
    /// - Throws: ``BlobStoreError/file(_:)``; the draft must be given up then.
    mutating func seal(at end: LogPosition) throws(BlobStoreError) {
        var reached = position
        reached.sequence = end.sequence
        reached.batch = end.batch
        add(SegmentFooter(position: reached).encoded)
        try flush()
        let file = file
        try BlobStoreError.wrap { () throws(FileError) in try file.synchronise() }
    }

    /// Gives the sealed file the name of a segment, durably.
    ///
    /// - Throws: ``BlobStoreError/file(_:)``; the file was removed again then, as far as that was possible, and since it is
    ///   whole it does no harm where it was not.
    func publish() throws(BlobStoreError) {
        let target = directory.path(of: header.name.rawValue)
        do throws(FileError) {
            try directory.fileSystem.rename(from: directory.draftPath(of: header.name.rawValue), to: target)
        } catch {
            throw .file(error)
        }
        do throws(FileError) {
            try directory.fileSystem.synchroniseDirectory(at: directory.path)
        } catch {
            // Whether the name is durable cannot be known; the index must not point to it.
            try? directory.fileSystem.remove(at: target)
            throw .file(error)
        }
    }

    /// Removes the file as far as that is possible; what is left is removed by the next compaction or opening.
    func discard() {
        try? directory.fileSystem.remove(at: directory.draftPath(of: header.name.rawValue))
    }

    private mutating func add(_ bytes: [UInt8]) {
        pieces.append(bytes)
        pieceByteCount += bytes.count
    }

    private mutating func flush() throws(BlobStoreError) {
        let (file, pieces) = (file, pieces)
        try BlobStoreError.wrap { () throws(FileError) in try file.append(pieces) }
        self.pieces = []
        pieceByteCount = 0
    }
}
