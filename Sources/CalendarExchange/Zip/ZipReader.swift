import BlobModel
import DurableIO
import SystemPackage

/// A zip file that is imported: one that an export made, or any other.
///
/// Its names are in memory; its files are read where they are, and none of them is written anywhere. Names that lead out of
/// it refuse the whole, although nothing would follow them: nobody who means well makes such.
struct ZipReader: ArchiveReader {
    private static let pageCount: UInt64 = 512 << 10

    /// The path of the zip file.
    let location: FilePath

    private let file: any ReadFile
    private let limits: ZipLimits
    private let directory: ZipEnding

    /// The files by their paths below the top.
    private let entries: [String: ZipDirectoryEntry]

    /// Opens a zip file and reads its directory.
    ///
    /// - Parameters:
    ///   - location: The path of the file.
    ///   - limits: What it may have at most.
    /// - Throws: ``ZipError``.
    init(_ location: FilePath, limits: ZipLimits = .standard) throws(ZipError) {
        (self.location, self.limits) = (location, limits)
        do throws(FileError) {
            file = try LocalFileSystem().openForReading(at: location)
        } catch {
            throw .file(error)
        }
        directory = try ZipEnding(of: file)
        guard directory.count <= limits.files else { throw .tooManyFiles(directory.count, limit: limits.files) }
        guard directory.size <= limits.directory else {
            throw .directoryTooLarge(directory.size, limit: limits.directory)
        }
        let listed = try Self.entries(of: directory, in: file)
        try Self.check(listed, limits.expanded(from: try file.octetCount()))
        entries = try Self.indexed(listed)
    }

    /// Reads the directory, some of it at a time.
    private static func entries(of directory: ZipEnding, in file: any ReadFile) throws(ZipError) -> [ZipDirectoryEntry]
    {
        var (entries, offset): ([ZipDirectoryEntry], UInt64) = ([], directory.start)
        let end = directory.start + directory.size
        while offset < end {
            let page = try file.octets(at: offset, count: Int(min(pageCount, end - offset)))
            var rest = page[...]
            let start = offset
            while let entry = try ZipDirectoryEntry(takenFrom: &rest, at: offset) {
                entries.append(entry)
                offset = start + UInt64(page.count - rest.count)
            }
            guard offset > start else { throw .malformed(offset: offset) }
        }
        guard UInt64(entries.count) == directory.count else { throw .malformed(offset: directory.start) }
        return entries
    }

    /// Refuses names that are not safe, and files that are larger together than may be.
    private static func check(_ entries: [ZipDirectoryEntry], _ limit: UInt64) throws(ZipError) {
        var sum: UInt64 = 0
        for entry in entries {
            guard ZipName.isSafe(entry.name) else { throw .unsafeName(entry.name) }
            let (total, isTooLarge) = sum.addingReportingOverflow(entry.size)
            guard !isTooLarge, total <= limit else { throw .expandsTooFar(isTooLarge ? .max : total, limit: limit) }
            sum = total
        }
    }

    /// Returns the files by their paths; where all are in one folder, that is the top.
    private static func indexed(_ entries: [ZipDirectoryEntry]) throws(ZipError) -> [String: ZipDirectoryEntry] {
        let files = entries.filter { $0.kind != .folder && !ZipName.isHidden($0.name) }
        let folder = files.first?.name.split(separator: "/").first.map { $0 + "/" } ?? ""
        let prefix = files.allSatisfy { $0.name.hasPrefix(folder) } ? folder.count : 0
        var index: [String: ZipDirectoryEntry] = [:]
        for entry in files {
            let former = index.updateValue(entry, forKey: String(entry.name.dropFirst(prefix)))
            guard former == nil else { throw .repeatedName(entry.name) }
        }
        return index
    }

    /// Returns what is at a path.
    func kind(of path: FilePath) -> ArchivedKind {
        if let entry = entries[path.string] { return entry.kind == .file ? .file : .link }
        let folder = path.string + "/"
        return entries.keys.contains { $0.hasPrefix(folder) } ? .folder : .absent
    }

    /// Returns the calendar files of a folder and of all folders in it, as people pack folders.
    func calendarFiles(in folder: FilePath) -> [FilePath] {
        let prefix = folder.isEmpty ? "" : folder.string + "/"
        return entries.keys.filter { $0.hasPrefix(prefix) }.sorted().map { FilePath($0) }.filter(\.isCalendarFile)
    }

    /// Returns the octets of a file.
    ///
    /// - Throws: ``ZipError``.
    func contents(of path: FilePath, upTo limit: UInt64) throws -> [UInt8] {
        var reader = try ZipFileReader(entry(path), in: file, before: directory.start)
        return try reader.contents(upTo: min(limit, limits.whole))
    }

    /// Returns the octets of a file piece by piece; that they are damaged ends the stream with an error.
    ///
    /// - Throws: ``ZipError`` when it cannot be read at all.
    func stream(of path: FilePath) throws -> ByteStream {
        let entry = try entry(path)
        _ = try ZipFileReader(entry, in: file, before: directory.start)
        return ByteStream(ZipFilePieces(entry: entry, file: file, limit: directory.start))
    }

    private func entry(_ path: FilePath) throws(ZipError) -> ZipDirectoryEntry {
        guard let entry = entries[path.string] else { throw .missing(path.string) }
        return entry
    }
}
