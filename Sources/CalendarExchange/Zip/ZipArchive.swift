import Compression
package import DurableIO
package import SystemPackage

/// Writes an export as one zip file, whose files are stored as they are.
///
/// It is written from its beginning to its end, in ZIP64 throughout, so that neither a file nor the whole has a greatest
/// size. What is attached is compressed by its own format as a rule, and calendars are small beside it.
package struct ZipArchive: ArchiveWriter {
    private let file: any AppendFile
    private let path: FilePath
    private let fileSystem: any FileSystem
    private var offset: UInt64 = 0
    private var entries: [ZipEntry] = []
    private var current: ZipEntry?
    private var checksum = CRC32()

    /// Makes the file.
    ///
    /// - Parameters:
    ///   - path: The path of the file, which must not exist.
    ///   - fileSystem: The file system that will have it.
    /// - Throws: An error whose `FileError.isPresence` is true when it exists.
    package init(_ path: FilePath, fileSystem: any FileSystem = LocalFileSystem()) throws(FileError) {
        self.path = path
        self.fileSystem = fileSystem
        file = try fileSystem.createFile(at: path)
    }

    /// Begins a file.
    package mutating func begin(_ name: String) throws(FileError) {
        let entry = ZipEntry(offset: offset, name: name)
        try append(entry.localHeader)
        current = entry
        checksum = CRC32()
    }

    /// Appends bytes to the file.
    package mutating func write(_ bytes: [UInt8]) throws(FileError) {
        checksum.update(bytes)
        current?.size += UInt64(bytes.count)
        try append(bytes)
    }

    /// Ends the file with its size and checksum.
    package mutating func end() throws(FileError) {
        guard var entry = current else { return }
        entry.checksum = checksum.value
        try append(entry.descriptor)
        entries.append(entry)
        current = nil
    }

    /// The folder with the file.
    package var folder: FilePath { path.parent }

    /// Writes the directory, and makes the archive durable.
    package mutating func finish() throws(FileError) {
        let start = offset
        for entry in entries { try append(entry.directoryHeader) }
        try append(ending(start: start, size: offset - start))
        try file.synchronise()
        try fileSystem.synchroniseDirectory(at: path.parent)
    }

    /// The ends of the directory, ZIP64's first (APPNOTE.TXT §4.3.14 to §4.3.16).
    private func ending(start: UInt64, size: UInt64) -> [UInt8] {
        var bytes = LittleEndian()
        bytes.add(0x0606_4B50 as UInt32)
        bytes.add(44 as UInt64)
        for field in [3 << 8 | ZipEntry.version, ZipEntry.version] { bytes.add(field) }
        for field in [0, 0] as [UInt32] { bytes.add(field) }
        let count = UInt64(entries.count)
        for field in [count, count, size, start] { bytes.add(field) }
        bytes.add(0x0706_4B50 as UInt32)
        bytes.add(0 as UInt32)
        bytes.add(start + size)
        bytes.add(1 as UInt32)
        bytes.add(0x0605_4B50 as UInt32)
        for field in [0, 0, .max, .max] as [UInt16] { bytes.add(field) }
        for field in [.max, .max] as [UInt32] { bytes.add(field) }
        bytes.add(0 as UInt16)
        return bytes.octets
    }

    private mutating func append(_ bytes: [UInt8]) throws(FileError) {
        try file.append(bytes.span)
        offset += UInt64(bytes.count)
    }
}
