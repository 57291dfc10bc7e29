package import DurableIO
package import SystemPackage

/// Writes an export into a new folder.
package struct FolderArchive: ArchiveWriter {
    /// The folder itself.
    package let folder: FilePath

    private let fileSystem: any FileSystem
    private var folders: [FilePath] = []
    private var file: (any AppendFile)?

    /// Makes the folder.
    ///
    /// - Parameters:
    ///   - folder: The folder, which must not exist, in one that does.
    ///   - fileSystem: The file system that will have it.
    /// - Throws: An error whose `FileError.isPresence` is true when it exists.
    package init(_ folder: FilePath, fileSystem: any FileSystem = LocalFileSystem()) throws(FileError) {
        self.folder = folder
        self.fileSystem = fileSystem
        try fileSystem.createDirectory(at: folder)
    }

    /// Makes a file, and the folders above it where they are missing.
    package mutating func begin(_ name: String) throws(FileError) {
        let path = folder.appending(name)
        try makeFolder(path.parent)
        file = try fileSystem.createFile(at: path)
    }

    /// Appends bytes to the file.
    package mutating func write(_ bytes: [UInt8]) throws(FileError) { try file?.append(bytes.span) }

    /// Makes the file durable but for its name.
    package mutating func end() throws(FileError) {
        try file?.synchronise()
        file = nil
    }

    /// Makes the names durable.
    package mutating func finish() throws(FileError) {
        for path in folders + [folder, folder.parent] { try fileSystem.synchroniseDirectory(at: path) }
    }

    private mutating func makeFolder(_ path: FilePath) throws(FileError) {
        guard path != folder, !folders.contains(path) else { return }
        try makeFolder(path.parent)
        try fileSystem.createDirectory(at: path)
        folders.append(path)
    }
}
