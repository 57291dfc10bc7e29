import DurableIO
import SystemPackage

/// A file of a ``FaultyFileSystem`` open for appending.
final class FaultyAppendFile: AppendFile {
    private let base: any AppendFile
    private let plan: FaultPlan

    /// Wraps a file.
    init(base: any AppendFile, plan: FaultPlan) {
        self.base = base
        self.plan = plan
    }

    /// The path with which the file was opened.
    var path: FilePath { base.path }

    /// Appends bytes, or the first of them and a fault.
    func append(_ bytes: Span<UInt8>) throws(FileError) {
        guard let fault = plan.fault(at: .write) else { return try base.append(bytes) }
        try base.append(bytes.extracting(first: fault.writtenBytes))
        throw .system(operation: .write, path: path, errno: fault.errno)
    }

    /// Appends pieces, or the first of their bytes and a fault.
    func append(_ pieces: [[UInt8]]) throws(FileError) {
        guard let fault = plan.fault(at: .write) else { return try base.append(pieces) }
        try base.append(Array(pieces.joined().prefix(fault.writtenBytes)).span)
        throw .system(operation: .write, path: path, errno: fault.errno)
    }

    /// Makes the bytes durable.
    func synchronise() throws(FileError) {
        try plan.pass(.synchronise, path)
        try base.synchronise()
    }

    /// Cuts the file.
    func truncate(to size: UInt64) throws(FileError) {
        try plan.pass(.truncate, path)
        try base.truncate(to: size)
    }

    /// Returns the file's size.
    func size() throws(FileError) -> UInt64 {
        try plan.pass(.size, path)
        return try base.size()
    }
}
