import BlobModel
import DurableIO
import FoundationEssentials
import SystemPackage

/// A folder that is imported; no symbolic link in it is followed.
struct FolderReader: ArchiveReader {
    /// The path of the folder.
    let location: FilePath

    /// Returns what is at a path.
    func kind(of path: FilePath) -> ArchivedKind {
        guard !hasLink(on: path) else { return .link }
        var isFolder = false
        guard FileManager.default.fileExists(atPath: whole(path).string, isDirectory: &isFolder) else { return .absent }
        return isFolder ? .folder : .file
    }

    /// Returns the calendar files of a folder, without those of folders in it.
    func calendarFiles(in folder: FilePath) throws -> [FilePath] {
        try LocalFileSystem().list(at: whole(folder)).map { folder.appending($0) }.filter(\.isCalendarFile)
    }

    /// Returns the octets of a file.
    ///
    /// - Throws: `FileError`, ``ZipError/tooLarge(_:limit:)``.
    func contents(of path: FilePath, upTo limit: UInt64) throws -> [UInt8] {
        let file = try open(path)
        let size = try file.size()
        guard size <= limit else { throw ZipError.tooLarge(path.string, limit: limit) }
        return try file.read(at: 0, count: Int(size))
    }

    /// Returns the octets of a file piece by piece.
    ///
    /// - Throws: `FileError`.
    func stream(of path: FilePath) throws -> ByteStream { ByteStream(FilePieces(file: try open(path))) }

    private func open(_ path: FilePath) throws(FileError) -> any ReadFile {
        try LocalFileSystem().openForReading(at: whole(path), below: location)
    }

    private func whole(_ path: FilePath) -> FilePath { location.pushing(path) }

    private func hasLink(on path: FilePath) -> Bool {
        var place = path
        while !place.isEmpty {
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: whole(place).string)
            guard target == nil else { return true }
            place.removeLastComponent()
        }
        return false
    }
}
