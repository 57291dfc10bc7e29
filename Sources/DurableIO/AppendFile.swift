package import SystemPackage

/// A file open for appending by one writer.
///
/// The file is closed when its last holder lets go of it; closing makes nothing durable. Calls may come from any
/// thread but not at the same time: the order of the bytes is the order of the calls.
package protocol AppendFile: AnyObject, Sendable {
    /// The path with which the file was opened.
    var path: FilePath { get }

    /// Appends bytes; they are durable only after ``synchronise()``.
    ///
    /// - Throws: ``FileError/system(operation:path:errno:)``; a part of the bytes may then stand at the end of the
    ///   file, and the caller truncates it.
    func append(_ bytes: Span<UInt8>) throws(FileError)

    /// Appends pieces one after the other, as one write where the system allows it.
    ///
    /// - Throws: As ``append(_:)-(Span<UInt8>)``.
    func append(_ pieces: [[UInt8]]) throws(FileError)

    /// Asks the system to begin writing a run of what was appended to the disk, without waiting for it.
    ///
    /// It promises nothing, and no failure is told but by the next ``synchronise()``, which has less to do.
    func beginWriteback(of range: Range<UInt64>)

    /// Makes durable all bytes appended so far, and the file's size, but not its directory entry.
    ///
    /// - Throws: ``FileError/system(operation:path:errno:)``; what was appended since the last success may be lost
    ///   then, and trying again proves nothing.
    func synchronise() throws(FileError)

    /// Cuts the file; the cut is durable only after ``synchronise()``.
    func truncate(to size: UInt64) throws(FileError)

    /// Returns the file's size in bytes.
    func size() throws(FileError) -> UInt64
}

extension AppendFile {
    /// Leaves it to the system when to write.
    package func beginWriteback(of range: Range<UInt64>) {}
}
