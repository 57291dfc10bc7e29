import DurableIO
import SystemPackage

/// A file of a ``RecordingFileSystem`` open for appending.
final class RecordingAppendFile: AppendFile {
    private let base: any AppendFile
    private let log: FileLog

    /// Wraps a file.
    init(base: any AppendFile, log: FileLog) {
        self.base = base
        self.log = log
    }

    /// The path with which the file was opened.
    var path: FilePath { base.path }

    /// Appends bytes.
    func append(_ bytes: Span<UInt8>) throws(FileError) {
        try record(bytes.indices.map { bytes[$0] }) { () throws(FileError) in try base.append(bytes) }
    }

    /// Appends pieces.
    func append(_ pieces: [[UInt8]]) throws(FileError) {
        try record(Array(pieces.joined())) { () throws(FileError) in try base.append(pieces) }
    }

    /// Makes the bytes durable.
    func synchronise() throws(FileError) {
        try base.synchronise()
        log.append(.synchronise(path))
    }

    /// Cuts the file.
    func truncate(to size: UInt64) throws(FileError) {
        try base.truncate(to: size)
        log.append(.truncate(path, size: size))
    }

    /// Returns the file's size.
    func size() throws(FileError) -> UInt64 { try base.size() }

    /// Logs the bytes that reach the file, also when the append fails after some of them.
    private func record(_ bytes: [UInt8], append: () throws(FileError) -> Void) throws(FileError) {
        let offset = try base.size()
        do throws(FileError) {
            try append()
        } catch {
            let written = try base.size() - offset
            if written > 0 {
                log.append(.write(path, offset: offset, bytes: Array(bytes.prefix(Int(written)))))
            }
            throw error
        }
        log.append(.write(path, offset: offset, bytes: bytes))
    }
}
