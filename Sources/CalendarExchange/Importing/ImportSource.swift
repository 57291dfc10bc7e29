import DurableIO
import FoundationEssentials
package import SystemPackage

/// A file with calendar objects, and the calendar that they are for.
package struct ImportSource: Hashable, Sendable {
    /// The file.
    let path: FilePath

    /// The folder out of which no ATTACH property leads.
    let root: FilePath

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

    /// Returns the files that a path on the command line stands for: itself, or those of an export, or those of a folder.
    ///
    /// - Parameter path: A file, or a folder.
    /// - Returns: The files in the order of their names.
    /// - Throws: ``ExchangeError/nothingToImport(_:)``, ``ExchangeError/malformedListing(_:)``; `FileError`.
    package static func files(at path: FilePath) throws -> [ImportSource] {
        let path = path.lexicallyNormalized()
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path.string, isDirectory: &isFolder), isFolder else {
            return [ImportSource(path: path, root: path.parent, entry: nil)]
        }
        let listing = path.appending(CalendarListing.fileName)
        let sources =
            FileManager.default.fileExists(atPath: listing.string)
            ? try exported(in: path, by: listing) : try calendarFiles(in: path, root: path, entry: nil)
        guard !sources.isEmpty else { throw ExchangeError.nothingToImport(path) }
        return sources
    }

    private static func exported(in root: FilePath, by listing: FilePath) throws -> [ImportSource] {
        let data = Data(try LocalFileSystem().contents(at: listing))
        guard let document = try? JSONDecoder().decode(CalendarListing.self, from: data) else {
            throw ExchangeError.malformedListing(listing)
        }
        return try document.calendars.flatMap { entry in
            let path = root.appending(entry.path).lexicallyNormalized()
            guard path.starts(with: root), path != root else { throw ExchangeError.malformedListing(listing) }
            var isFolder = false
            _ = FileManager.default.fileExists(atPath: path.string, isDirectory: &isFolder)
            return isFolder
                ? try calendarFiles(in: path, root: root, entry: entry)
                : [ImportSource(path: path, root: root, entry: entry)]
        }
    }

    private static func calendarFiles(
        in folder: FilePath,
        root: FilePath,
        entry: CalendarListing.Entry?
    ) throws(FileError) -> [ImportSource] {
        try LocalFileSystem().list(at: folder).filter { $0.extension?.lowercased() == "ics" }
            .map { ImportSource(path: folder.appending($0), root: root, entry: entry) }
    }
}
