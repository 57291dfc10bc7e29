import DurableIO
import FoundationEssentials
package import SystemPackage

/// A file with calendar objects, and the calendar that they are for.
package struct ImportSource: Hashable, Sendable {
    /// The file.
    let path: FilePath

    /// The folder out of which neither an ATTACH property leads nor a symbolic link.
    let root: FilePath

    /// Whether ATTACH properties that name files in the folder take them.
    let takesFiles: Bool

    /// The calendar as an export describes it; nil for a file from elsewhere.
    let entry: CalendarListing.Entry?

    /// The name of the calendar: that of the export, or else of the file.
    var calendarName: String { entry?.name ?? path.stem ?? "calendar" }

    /// Whether it stands for a calendar without objects, whose folder an export did not make.
    var isEmptyCalendar: Bool { entry != nil && path.extension != "ics" }

    /// Returns the name for an object: that of its file where an export gave it one of its own, or else its UID.
    func objectName(for uid: String) -> String {
        guard let entry, path.parent == root.appending(entry.path).lexicallyNormalized() else { return uid }
        return path.stem ?? uid
    }

    /// Returns whether an ATTACH property may name a file: one in the folder or below, where no name begins with a dot.
    func mayTake(_ file: FilePath) -> Bool {
        var rest = file
        guard takesFiles, rest.removePrefix(root), !rest.isEmpty else { return false }
        return !rest.components.contains { $0.string.hasPrefix(".") }
    }

    /// Returns the octets of the file.
    ///
    /// - Throws: `FileError`, for a symbolic link and for what is no regular file too.
    func octets() throws(FileError) -> [UInt8] { try Self.contents(of: path, below: root) }

    /// Returns the files that a path on the command line stands for: itself, or those of an export, or those of a folder.
    ///
    /// - Parameters:
    ///   - path: A file, or a folder.
    ///   - withFiles: Whether what a single file attaches may be in files beside it; in a folder it always may.
    /// - Returns: The files in the order of their names.
    /// - Throws: ``ExchangeError/nothingToImport(_:)``, ``ExchangeError/malformedListing(_:)``; `FileError`.
    package static func files(at path: FilePath, withFiles: Bool = false) throws -> [ImportSource] {
        let path = FilePath(FileManager.default.currentDirectoryPath).pushing(path).lexicallyNormalized()
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path.string, isDirectory: &isFolder), isFolder else {
            return [ImportSource(path: path, root: path.parent, takesFiles: withFiles, entry: nil)]
        }
        let listing = path.appending(CalendarListing.fileName)
        let sources =
            FileManager.default.fileExists(atPath: listing.string)
            ? try exported(in: path, by: listing) : try calendarFiles(in: path, root: path, entry: nil)
        guard !sources.isEmpty else { throw ExchangeError.nothingToImport(path) }
        return sources
    }

    private static func exported(in root: FilePath, by listing: FilePath) throws -> [ImportSource] {
        let data = Data(try contents(of: listing, below: root))
        guard let document = try? JSONDecoder().decode(CalendarListing.self, from: data) else {
            throw ExchangeError.malformedListing(listing)
        }
        return try document.calendars.flatMap { entry in
            let path = root.appending(entry.path).lexicallyNormalized()
            guard path.starts(with: root), path != root else { throw ExchangeError.malformedListing(listing) }
            var isFolder = false
            _ = FileManager.default.fileExists(atPath: path.string, isDirectory: &isFolder)
            // An export makes no links.
            guard !isFolder || !hasLink(on: path, below: root) else { throw ExchangeError.malformedListing(listing) }
            return isFolder
                ? try calendarFiles(in: path, root: root, entry: entry)
                : [ImportSource(path: path, root: root, takesFiles: true, entry: entry)]
        }
    }

    private static func contents(of path: FilePath, below root: FilePath) throws(FileError) -> [UInt8] {
        let file = try LocalFileSystem().openForReading(at: path, below: root)
        return try file.read(at: 0, count: Int(file.size()))
    }

    private static func hasLink(on path: FilePath, below root: FilePath) -> Bool {
        var place = path
        while place != root, place.starts(with: root) {
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place.string)
            guard target == nil else { return true }
            place.removeLastComponent()
        }
        return false
    }

    private static func calendarFiles(
        in folder: FilePath,
        root: FilePath,
        entry: CalendarListing.Entry?
    ) throws(FileError) -> [ImportSource] {
        try LocalFileSystem().list(at: folder).filter { $0.extension?.lowercased() == "ics" }
            .map { ImportSource(path: folder.appending($0), root: root, takesFiles: true, entry: entry) }
    }
}
