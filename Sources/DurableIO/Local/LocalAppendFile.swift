import CLinux
import Glibc
import SystemPackage

/// A file of this machine open for appending (O_APPEND).
final class LocalAppendFile: AppendFile {
    /// The most pieces given to one writev(2); the system's own limit (IOV_MAX) is 1,024.
    private static let maximumPieces = 256

    /// The path with which the file was opened.
    let path: FilePath
    private let owned: OwnedDescriptor

    /// Takes over an open descriptor.
    init(path: FilePath, owned: consuming OwnedDescriptor) {
        self.path = path
        self.owned = owned
    }

    /// Appends bytes, however many writes that takes.
    func append(_ bytes: Span<UInt8>) throws(FileError) {
        try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
            try unsafe write([iovec(reading: buffer)])
        }
    }

    /// Appends pieces one after the other, at most 256 per write.
    func append(_ pieces: [[UInt8]]) throws(FileError) {
        var start = pieces.startIndex
        while start < pieces.endIndex {
            let end = min(start + Self.maximumPieces, pieces.endIndex)
            try unsafe appendTogether(pieces[start..<end], after: [])
            start = end
        }
    }

    /// Begins to write a run of what was appended by sync_file_range(2), without waiting for it.
    ///
    /// Without its waiting flags the call takes note of no error of the disk: fdatasync(2) is still told of each.
    func beginWriteback(of range: Range<UInt64>) {
        _ = sync_file_range(
            owned.descriptor.rawValue,
            Int(range.lowerBound),
            range.count,
            UInt32(CLINUX_SYNC_FILE_RANGE_WRITE)
        )
    }

    /// Makes durable all bytes appended so far by fdatasync(2).
    func synchronise() throws(FileError) {
        _ = try SystemCall(operation: .synchronise, path: path).run { fdatasync(owned.descriptor.rawValue) }
    }

    /// Cuts the file.
    func truncate(to size: UInt64) throws(FileError) {
        _ = try SystemCall(operation: .truncate, path: path).run { ftruncate(owned.descriptor.rawValue, off_t(size)) }
    }

    /// Returns the file's size in bytes.
    func size() throws(FileError) -> UInt64 {
        try owned.size(of: path)
    }

    /// Pins one piece after the other in memory, by recursion, and writes all of them at the innermost level.
    private func appendTogether(_ pieces: ArraySlice<[UInt8]>, after pinned: [iovec]) throws(FileError) {
        guard let piece = pieces.first else { return try unsafe write(pinned) }
        try unsafe piece.withUnsafeBufferPointer { (buffer) throws(FileError) in
            try unsafe appendTogether(pieces.dropFirst(), after: pinned + [iovec(reading: buffer)])
        }
    }

    /// Writes vectors until nothing of them is left: a write may be short.
    private func write(_ vectors: [iovec]) throws(FileError) {
        var rest = unsafe WriteVector(vectors)
        while !rest.isEmpty {
            let written = try SystemCall(operation: .write, path: path).run {
                unsafe writev(owned.descriptor.rawValue, rest.vectors, Int32(rest.vectors.count))
            }
            rest.advance(by: written)
        }
    }
}
