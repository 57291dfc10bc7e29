import DurableIO
import SystemPackage

/// The directory that holds a shard's segments.
struct SegmentDirectory: Sendable {
    private static let suffix = ".segment"
    private static let digits = 16
    private static let draftSuffix = ".new"

    /// The directory's path.
    let path: FilePath

    /// The file system that has it.
    let fileSystem: any FileSystem

    /// Returns the path of a segment: its name in 16 hexadecimal digits.
    func path(of name: UInt64) -> FilePath {
        path.appending(Self.fileName(of: name))
    }

    /// Returns the path under which compaction writes a segment before it is whole.
    func draftPath(of name: UInt64) -> FilePath {
        path.appending(Self.fileName(of: name) + Self.draftSuffix)
    }

    /// Returns the names of the segments that are there, as integers in rising order; other files are passed over.
    func numbers() throws(FileError) -> [UInt64] {
        try names().map(\.rawValue).sorted()
    }

    /// Returns the names of the segments that are there, in the order of the log; other files are passed over.
    func names() throws(FileError) -> [SegmentName] {
        try fileSystem.list(at: path).compactMap { Self.name(of: $0.string) }.sorted()
    }

    /// Removes what compactions left that did not come to their end.
    func removeDrafts() throws(FileError) {
        let drafts = try fileSystem.list(at: path).filter { $0.string.hasSuffix(Self.suffix + Self.draftSuffix) }
        guard !drafts.isEmpty else { return }
        for draft in drafts { try fileSystem.remove(at: path.appending(draft)) }
        try fileSystem.synchroniseDirectory(at: path)
    }

    /// Returns the number of bytes in a segment's file.
    ///
    /// - Throws: ``BlobStoreError/file(_:)``.
    func size(of name: SegmentName) throws(BlobStoreError) -> UInt64 {
        do throws(FileError) {
            return try fileSystem.openForReading(at: path(of: name.rawValue)).size()
        } catch {
            throw .file(error)
        }
    }

    /// Makes durable what a former process may have left in the system's memory alone: the bytes of a segment from an offset
    /// on, and its name.
    ///
    /// - Parameters:
    ///   - name: The segment.
    ///   - offset: Where the bytes end that are known to be durable.
    /// - Throws: ``BlobStoreError/file(_:)``.
    func secure(_ name: SegmentName, from offset: UInt64) throws(BlobStoreError) {
        try BlobStoreError.wrap { () throws(FileError) in
            let path = path(of: name.rawValue)
            let end = try fileSystem.openForReading(at: path).size()
            try fileSystem.secure(min(offset, end)..<end, of: path)
            try fileSystem.synchroniseDirectory(at: self.path)
        }
    }

    /// Removes segments that another one has replaced, durably; one that is gone already is no error.
    ///
    /// - Throws: ``BlobStoreError/file(_:)``.
    func remove(_ names: [SegmentName]) throws(BlobStoreError) {
        for name in names {
            do throws(FileError) {
                try fileSystem.remove(at: path(of: name.rawValue))
            } catch {
                guard error.isAbsence else { throw .file(error) }
            }
        }
        do throws(FileError) { try fileSystem.synchroniseDirectory(at: path) } catch { throw .file(error) }
    }

    private static func fileName(of name: UInt64) -> String {
        let digits = String(name, radix: 16)
        return String(repeating: "0", count: Self.digits - digits.count) + digits + suffix
    }

    private static func name(of fileName: String) -> SegmentName? {
        guard fileName.utf8.count == digits + suffix.utf8.count, fileName.hasSuffix(suffix),
            let rawValue = UInt64(fileName.dropLast(suffix.count), radix: 16), Self.fileName(of: rawValue) == fileName
        else { return nil }
        return SegmentName(rawValue: rawValue)
    }
}
