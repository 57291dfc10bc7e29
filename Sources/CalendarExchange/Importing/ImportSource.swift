import FoundationEssentials
package import SystemPackage

/// A file with calendar objects, and the calendar that they are for.
package struct ImportSource: Sendable {
    /// The file, and the folder or zip file out of which nothing leads.
    let file: ArchivedFile

    /// Whether ATTACH properties that name files beside it take them.
    let takesFiles: Bool

    /// The most octets that it may have: there is no limit where it is named on its own.
    let limit: UInt64

    /// The calendar as an export describes it; nil for a file from elsewhere.
    let entry: CalendarListing.Entry?

    /// The most octets of a calendar file that a folder or a zip file has.
    static let maximumOctets: UInt64 = 64 << 20

    /// The whole path, as messages name it.
    var location: FilePath { file.location }

    /// The name of the calendar: that of the export, or else of the file.
    var calendarName: String { entry?.name ?? file.path.stem ?? "calendar" }

    /// Whether it stands for a calendar without objects, whose folder an export did not make.
    var isEmptyCalendar: Bool { entry != nil && !file.path.isCalendarFile }

    /// Whether it is a whole calendar that an export wrote, and not one object of it.
    var isMerged: Bool { entry.map { file.path == $0.normalisedPath } ?? false }

    /// Returns the name for an object: that of its file where an export gave it one of its own, or else its UID.
    func objectName(for uid: String) -> String {
        guard let entry, file.path.removingLastComponent() == entry.normalisedPath else { return uid }
        return file.path.stem ?? uid
    }

    /// Returns the file that a path means; nil where an ATTACH property may not name it.
    ///
    /// It is in the folder or the zip file, and no name begins with a dot, as ".." does.
    func attachable(_ path: FilePath) -> ArchivedFile? {
        guard takesFiles, path.isRelative, !path.isEmpty else { return nil }
        guard !path.components.contains(where: { $0.string.hasPrefix(".") }) else { return nil }
        return ArchivedFile(archive: file.archive, path: path)
    }

    /// Returns the octets of the file.
    ///
    /// - Throws: `FileError`, ``ZipError``; for a symbolic link and for what is no regular file too.
    func octets() throws -> [UInt8] { try file.archive.contents(of: file.path, upTo: limit) }

    /// Returns the files that a path on the command line stands for: itself, or those of an export, a folder, or a zip file.
    ///
    /// - Parameters:
    ///   - path: A file, a folder, or a zip file.
    ///   - withFiles: Whether what a single file attaches may be in files beside it; in a folder or zip file it always may.
    /// - Returns: The files in the order of their names.
    /// - Throws: ``ExchangeError/nothingToImport(_:)``, ``ExchangeError/malformedListing(_:)``,
    ///   ``ExchangeError/unreadableArchive(_:_:)``; `FileError`.
    package static func files(at path: FilePath, withFiles: Bool = false) throws -> [ImportSource] {
        let path = FilePath(FileManager.default.currentDirectoryPath).pushing(path).lexicallyNormalized()
        var isFolder = false
        let isThere = FileManager.default.fileExists(atPath: path.string, isDirectory: &isFolder)
        if isThere, isFolder { return try files(of: FolderReader(location: path)) }
        if isThere, path.extension?.lowercased() == "zip" { return try files(ofZipAt: path) }
        let file = ArchivedFile(
            archive: FolderReader(location: path.removingLastComponent()),
            path: FilePath(path.lastComponent?.string ?? "")
        )
        return [ImportSource(file: file, takesFiles: withFiles, limit: .max, entry: nil)]
    }

    private static func files(ofZipAt path: FilePath) throws -> [ImportSource] {
        do {
            return try files(of: ZipReader(path))
        } catch let error as ZipError {
            throw ExchangeError.unreadableArchive(path, error)
        }
    }

    private static func files(of archive: any ArchiveReader) throws -> [ImportSource] {
        let sources =
            archive.kind(of: CalendarListing.path) == .absent
            ? try files(in: "", of: archive, entry: nil) : try exported(in: archive)
        guard !sources.isEmpty else { throw ExchangeError.nothingToImport(archive.location) }
        return sources
    }

    private static func exported(in archive: any ArchiveReader) throws -> [ImportSource] {
        let location = archive.location.pushing(CalendarListing.path)
        return try listing(in: archive, at: location).calendars.flatMap { entry in
            guard let path = entry.normalisedPath else { throw ExchangeError.malformedListing(location) }
            switch archive.kind(of: path) {
            case .folder: return try files(in: path, of: archive, entry: entry)
            case .file, .absent: return [source(path, of: archive, entry)]
            // An export makes no links; one in the place of a file is told when it is read.
            case .link where path.isCalendarFile: return [source(path, of: archive, entry)]
            case .link: throw ExchangeError.malformedListing(location)
            }
        }
    }

    private static func listing(in archive: any ArchiveReader, at location: FilePath) throws -> CalendarListing {
        let octets: [UInt8]
        do {
            octets = try archive.contents(of: CalendarListing.path, upTo: CalendarListing.maximumOctets)
        } catch ZipError.tooLarge(_, _) {
            throw ExchangeError.malformedListing(location)
        }
        let listing = try CalendarListing(decoding: octets, at: location)
        guard listing.calendars.count <= CalendarListing.maximumEntries, listing.isDisjoint else {
            throw ExchangeError.malformedListing(location)
        }
        return listing
    }

    private static func files(
        in folder: FilePath,
        of archive: any ArchiveReader,
        entry: CalendarListing.Entry?
    ) throws -> [ImportSource] {
        try archive.calendarFiles(in: folder).map { source($0, of: archive, entry) }
    }

    private static func source(
        _ path: FilePath,
        of archive: any ArchiveReader,
        _ entry: CalendarListing.Entry?
    ) -> ImportSource {
        let file = ArchivedFile(archive: archive, path: path)
        return ImportSource(file: file, takesFiles: true, limit: maximumOctets, entry: entry)
    }
}
