package import DurableIO
package import SystemPackage

/// Exports into a new folder, one file for each.
package struct FolderExport: ExportTarget {
    private let folder: FilePath
    private let fileSystem: any FileSystem
    private var file: (any AppendFile)?

    /// Makes the folder.
    ///
    /// - Parameters:
    ///   - folder: The folder, which must not exist, in one that does.
    ///   - fileSystem: The file system that will have it.
    /// - Throws: An error whose ``FileError/isPresence`` is true when it exists.
    package init(_ folder: FilePath, fileSystem: any FileSystem = LocalFileSystem()) throws(FileError) {
        self.folder = folder
        self.fileSystem = fileSystem
        try fileSystem.createDirectory(at: folder)
    }

    /// Makes a file, and the folders above it where they are missing.
    package mutating func begin(_ name: String, size: UInt64) throws(FileError) {
        let path = folder.appending(name)
        try makeFolder(path.parent)
        file = try fileSystem.createFile(at: path)
    }

    /// Appends bytes to the file.
    package mutating func write(_ bytes: [UInt8]) throws(FileError) {
        try file?.append(bytes.span)
    }

    /// Closes the file.
    package mutating func end() throws(FileError) {
        file = nil
    }

    /// Makes the folder's entries durable.
    package mutating func finish() throws(FileError) {
        try fileSystem.synchroniseDirectory(at: folder)
    }

    private func makeFolder(_ path: FilePath) throws(FileError) {
        guard path != folder else { return }
        do throws(FileError) {
            try fileSystem.createDirectory(at: path)
        } catch  where error.isPresence {
            // A file before this one made it.
        }
    }
}
