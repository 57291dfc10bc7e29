import BlobModel
import SystemPackage

/// Where the files of an import are: in a folder, or in a zip file.
protocol ArchiveReader: Sendable {
    /// The path of the folder or of the zip file.
    var location: FilePath { get }

    /// Returns what is at a path.
    ///
    /// - Parameter path: A path below the location, without "." and "..".
    /// - Returns: The kind of it.
    func kind(of path: FilePath) -> ArchivedKind

    /// Returns the calendar files in a folder, in the order of their names.
    ///
    /// - Parameter folder: A path below the location; an empty one is the location itself.
    /// - Returns: Their paths below the location.
    /// - Throws: `FileError`.
    func calendarFiles(in folder: FilePath) throws -> [FilePath]

    /// Returns the octets of a file.
    ///
    /// - Parameters:
    ///   - path: The path of the file below the location.
    ///   - limit: The most octets that it may have.
    /// - Returns: The octets.
    /// - Throws: ``ZipError/tooLarge(_:limit:)``; an error also for a symbolic link and for what is no regular file.
    func contents(of path: FilePath, upTo limit: UInt64) throws -> [UInt8]

    /// Returns the octets of a file piece by piece.
    ///
    /// - Throws: As ``contents(of:upTo:)``.
    func stream(of path: FilePath) throws -> ByteStream
}

/// What is at a path of an import.
enum ArchivedKind: Hashable {
    /// A file.
    case file
    /// A folder.
    case folder
    /// A symbolic link on the way, or something that is neither.
    case link
    /// Nothing.
    case absent
}

/// A file of an import.
struct ArchivedFile: Sendable {
    /// The folder or the zip file.
    let archive: any ArchiveReader

    /// The path below it.
    let path: FilePath

    /// The whole path, as messages name it.
    var location: FilePath { archive.location.pushing(path) }
}

extension FilePath {
    /// Whether the name is that of an iCalendar file.
    var isCalendarFile: Bool { self.extension?.lowercased() == "ics" }
}
