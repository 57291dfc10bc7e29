import BlobModel
import DurableIO
import FoundationEssentials
import SystemPackage

/// Copies one file so that its copy is whole and durable, or is not there.
///
/// A copy gets the time of its original's last change. By that and by its size a later copy knows that there is nothing to
/// do. The original may grow meanwhile: what it had at the beginning is copied.
struct FileCopy {
    private static let pieceBytes = 1 << 20

    /// The precision with which the time of the last change is kept on either side.
    private static let timeTolerance = 0.001

    /// The file system that has both.
    let fileSystem: any FileSystem

    /// Copies a file unless the copy is the same by size and time; the caller makes the name durable.
    ///
    /// - Parameters:
    ///   - source: The file.
    ///   - target: Where the copy is to be.
    ///   - progress: Told the bytes of each piece.
    /// - Throws: A `FileError` that is an absence when the file is not there; `CocoaError`.
    func copy(_ source: FilePath, to target: FilePath, progress: (UInt64) -> Void) throws {
        let file = try fileSystem.openForReading(at: source)
        let size = try file.size()
        guard let changed = Self.stamp(of: source) else {
            throw FileError.system(operation: .openFile, path: source, errno: .noSuchFileOrDirectory)
        }
        if let old = Self.stamp(of: target), old.isSame(as: changed) { return progress(size) }
        let draft = FilePath(target.string + ".new")
        try fileSystem.removeIfAny(draft)
        _ = try write(file, upTo: size, to: draft, progress)
        try FileManager.default.setAttributes([.modificationDate: changed.date], ofItemAtPath: draft.string)
        try fileSystem.rename(from: draft, to: target)
    }

    /// Copies a file to a new one, durably but for its name.
    ///
    /// - Returns: What was copied.
    /// - Throws: `FileError`.
    func copyAnew(
        _ source: FilePath,
        to target: FilePath,
        progress: (UInt64) -> Void
    ) throws(FileError) -> BlobDescription {
        let file = try fileSystem.openForReading(at: source)
        return try write(file, upTo: try file.size(), to: target, progress)
    }

    /// Returns what a file has.
    ///
    /// - Throws: `FileError`.
    func describe(_ path: FilePath) throws(FileError) -> BlobDescription {
        let file = try fileSystem.openForReading(at: path)
        return try Self.read(file, upTo: try file.size()) { (_) throws(FileError) in }
    }

    private func write(
        _ file: any ReadFile,
        upTo size: UInt64,
        to target: FilePath,
        _ progress: (UInt64) -> Void
    ) throws(FileError) -> BlobDescription {
        let copy = try fileSystem.createFile(at: target)
        let copied = try Self.read(file, upTo: size) { (piece) throws(FileError) in
            try copy.append(piece.span)
            progress(UInt64(piece.count))
        }
        try copy.synchronise()
        return copied
    }

    private static func read(
        _ file: any ReadFile,
        upTo size: UInt64,
        _ body: ([UInt8]) throws(FileError) -> Void
    ) throws(FileError) -> BlobDescription {
        var hasher = ContentHasher()
        var offset: UInt64 = 0
        while offset < size {
            let piece = try file.read(at: offset, count: Int(min(size - offset, UInt64(pieceBytes))))
            hasher.update(piece.span)
            try body(piece)
            offset += UInt64(piece.count)
        }
        return BlobDescription(blob: hasher.finalise(), size: size)
    }

    /// What tells two versions of a file apart.
    private struct Stamp {
        let size: UInt64
        let date: Date

        func isSame(as other: Stamp) -> Bool {
            size == other.size && abs(date.timeIntervalSince(other.date)) < timeTolerance
        }
    }

    private static func stamp(of path: FilePath) -> Stamp? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path.string),
            let size = attributes[.size] as? UInt64, let date = attributes[.modificationDate] as? Date
        else { return nil }
        return Stamp(size: size, date: date)
    }
}
