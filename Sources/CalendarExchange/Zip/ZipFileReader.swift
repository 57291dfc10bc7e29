import Compression
import DurableIO

/// Reads one file of an archive, piece by piece, and checks it at its end.
///
/// No more octets come out than the directory says, whatever is compressed there.
struct ZipFileReader {
    private static let pieceCount: UInt64 = 256 << 10
    private static let localCount = 30

    private let file: any ReadFile
    private let entry: ZipDirectoryEntry
    private let inflater: Inflater?
    private let end: UInt64

    /// Where the next octets are in the archive.
    private var offset: UInt64

    /// Octets that were read and not decompressed yet.
    private var input: ArraySlice<UInt8> = []

    private var size: UInt64 = 0
    private var checksum = CRC32()
    private var isEnded = false

    /// Prepares to read a file.
    ///
    /// - Parameters:
    ///   - entry: What the directory says of it.
    ///   - file: The archive.
    ///   - limit: Where the directory begins: no file reaches into it.
    /// - Throws: ``ZipError``.
    init(_ entry: ZipDirectoryEntry, in file: any ReadFile, before limit: UInt64) throws(ZipError) {
        guard entry.kind == .file else { throw .missing(entry.name) }
        guard !entry.encoding.isEncrypted else { throw .encrypted(entry.name) }
        (self.file, self.entry) = (file, entry)
        inflater = try Self.inflater(for: entry)
        offset = try Self.start(of: entry, in: file, before: limit)
        guard entry.storedSize <= limit - offset else { throw .malformed(offset: entry.offset) }
        end = offset + entry.storedSize
    }

    private static func inflater(for entry: ZipDirectoryEntry) throws(ZipError) -> Inflater? {
        switch entry.encoding.method {
        case 0:
            guard entry.storedSize == entry.size else { throw .damaged(entry.name) }
            return nil
        case 8:
            guard let inflater = try? Inflater() else { throw .damaged(entry.name) }
            return inflater
        case let method:
            throw .unsupportedMethod(entry.name, method)
        }
    }

    /// Returns where the octets of a file begin: after its local header (APPNOTE.TXT §4.3.7), which names the same file.
    private static func start(
        of entry: ZipDirectoryEntry,
        in file: any ReadFile,
        before limit: UInt64
    ) throws(ZipError) -> UInt64 {
        let malformed = ZipError.malformed(offset: entry.offset)
        guard limit >= UInt64(localCount), entry.offset <= limit - UInt64(localCount) else { throw malformed }
        let header = try file.header(at: entry.offset, count: localCount)
        guard header.number(at: 0, as: UInt32.self) == 0x0403_4B50 else { throw malformed }
        let (name, extra) = (header.number(at: 26, as: UInt16.self), header.number(at: 28, as: UInt16.self))
        let start = entry.offset + UInt64(localCount) + UInt64(name) + UInt64(extra)
        guard start <= limit else { throw malformed }
        let octets = try file.octets(at: entry.offset + UInt64(localCount), count: Int(name))
        guard ZipName.text(octets[...]) == entry.name else { throw malformed }
        return start
    }

    /// Returns the next piece, which is not empty; nil at the end.
    ///
    /// - Throws: ``ZipError/damaged(_:)`` at the end at the latest; ``ZipError/file(_:)``.
    mutating func next() throws(ZipError) -> [UInt8]? {
        guard !isEnded else { return nil }
        let next = if let inflater { try inflated(by: inflater) } else { try stored() }
        guard let piece = next else {
            isEnded = true
            guard size == entry.size, checksum.value == entry.checksum else { throw .damaged(entry.name) }
            return nil
        }
        size += UInt64(piece.count)
        guard size <= entry.size else { throw .damaged(entry.name) }
        checksum.update(piece)
        return piece
    }

    /// Returns what comes next in the archive; nil at the end of the file.
    private mutating func stored() throws(ZipError) -> [UInt8]? {
        guard offset < end else { return nil }
        let piece = try file.octets(at: offset, count: Int(min(end - offset, Self.pieceCount)))
        offset += UInt64(piece.count)
        return piece
    }

    private mutating func inflated(by inflater: Inflater) throws(ZipError) -> [UInt8]? {
        // One octet more than there should be is seen, and refused.
        let room = Int(min(entry.size - size + 1, Self.pieceCount))
        while true {
            if input.isEmpty { input = try stored()?[...] ?? [] }
            let piece: [UInt8]
            do throws(InflationError) {
                piece = try inflater.next(from: &input, atMost: room)
            } catch {
                throw .damaged(entry.name)
            }
            guard piece.isEmpty else { return piece }
            if inflater.isFinished { return nil }
            guard !input.isEmpty || offset < end else { throw .damaged(entry.name) }
        }
    }
}

extension ZipFileReader {
    /// Returns all octets of the file.
    ///
    /// - Parameter limit: The most octets to hold.
    /// - Returns: The octets.
    /// - Throws: ``ZipError/tooLarge(_:limit:)``, and what ``next()`` throws.
    mutating func contents(upTo limit: UInt64) throws(ZipError) -> [UInt8] {
        guard entry.size <= limit else { throw .tooLarge(entry.name, limit: limit) }
        var octets: [UInt8] = []
        while let piece = try next() { octets += piece }
        return octets
    }
}

/// The octets of a file in an archive, piece by piece.
struct ZipFilePieces: AsyncSequence, Sendable {
    /// A piece of the octets.
    typealias Element = [UInt8]

    /// What the directory says of the file.
    let entry: ZipDirectoryEntry

    /// The archive.
    let file: any ReadFile

    /// Where the directory begins.
    let limit: UInt64

    /// What reads the file from its beginning to its end.
    struct Iterator: AsyncIteratorProtocol {
        fileprivate var reader: Result<ZipFileReader, ZipError>

        /// Returns the next piece; nil at the end.
        mutating func next() async throws -> [UInt8]? {
            var current = try reader.get()
            defer { reader = .success(current) }
            return try current.next()
        }
    }

    /// Makes what reads.
    func makeAsyncIterator() -> Iterator {
        Iterator(reader: Result { () throws(ZipError) in try ZipFileReader(entry, in: file, before: limit) })
    }
}
