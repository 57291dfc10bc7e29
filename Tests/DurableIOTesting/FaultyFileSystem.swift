package import DurableIO
package import SystemPackage

/// A file system that counts the calls of each operation and fails the ones it was told to fail.
///
/// ```
/// let fileSystem = FaultyFileSystem(failing: .write(3), with: .noSpace)
/// ```
///
/// A failing call does nothing to the files beneath, but for the bytes of ``Fault/writtenBytes``.
package struct FaultyFileSystem: FileSystem {
    private let base: any FileSystem
    private let plan = FaultPlan()

    /// Makes a file system that fails nothing yet.
    package init(over base: any FileSystem = LocalFileSystem()) {
        self.base = base
    }

    /// Makes a file system that fails one call.
    ///
    /// - Parameters:
    ///   - point: The call that fails.
    ///   - fault: What happens there.
    ///   - base: The file system that serves all other calls.
    package init(failing point: FaultPoint, with fault: Fault, over base: any FileSystem = LocalFileSystem()) {
        self.base = base
        plan.arm(point, with: fault)
    }

    /// Lets one more call fail; occurrences are counted from the making of the file system.
    package func fail(_ point: FaultPoint, with fault: Fault) { plan.arm(point, with: fault) }

    /// Lets every call of an operation fail until ``heal()``.
    package func failAll(_ operation: FileOperation, with fault: Fault) { plan.arm(all: operation, with: fault) }

    /// Takes all faults away; the counts go on.
    package func heal() { plan.heal() }

    /// Returns the number of calls of an operation so far, failed ones included.
    package func count(of operation: FileOperation) -> Int { plan.count(of: operation) }

    /// Makes a new file.
    package func createFile(at path: FilePath) throws(FileError) -> any AppendFile {
        try plan.pass(.createFile, path)
        return FaultyAppendFile(base: try base.createFile(at: path), plan: plan)
    }

    /// Opens an existing file for appending.
    package func openForAppending(at path: FilePath) throws(FileError) -> any AppendFile {
        try plan.pass(.openFile, path)
        return FaultyAppendFile(base: try base.openForAppending(at: path), plan: plan)
    }

    /// Writes bytes again where they stand, or the first of them and a fault.
    package func rewrite(_ bytes: [UInt8], at offset: UInt64, of path: FilePath) throws(FileError) {
        guard let fault = plan.fault(at: .write) else { return try base.rewrite(bytes, at: offset, of: path) }
        try base.rewrite(Array(bytes.prefix(fault.writtenBytes)), at: offset, of: path)
        throw .system(operation: .write, path: path, errno: fault.errno)
    }

    /// Opens an existing file for reading.
    package func openForReading(at path: FilePath) throws(FileError) -> any ReadFile {
        try plan.pass(.openFile, path)
        return FaultyReadFile(base: try base.openForReading(at: path), plan: plan)
    }

    /// Makes a directory.
    package func createDirectory(at path: FilePath) throws(FileError) {
        try plan.pass(.createDirectory, path)
        try base.createDirectory(at: path)
    }

    /// Makes the entries of a directory durable.
    package func synchroniseDirectory(at path: FilePath) throws(FileError) {
        try plan.pass(.synchroniseDirectory, path)
        try base.synchroniseDirectory(at: path)
    }

    /// Returns the names in a directory.
    package func list(at path: FilePath) throws(FileError) -> [FilePath.Component] {
        try plan.pass(.list, path)
        return try base.list(at: path)
    }

    /// Removes a file.
    package func remove(at path: FilePath) throws(FileError) {
        try plan.pass(.remove, path)
        try base.remove(at: path)
    }

    /// Renames a file.
    package func rename(from source: FilePath, to target: FilePath) throws(FileError) {
        try plan.pass(.rename, source)
        try base.rename(from: source, to: target)
    }

    /// Locks a file.
    package func lock(at path: FilePath) throws(FileError) -> any FileLock {
        try plan.pass(.lock, path)
        return try base.lock(at: path)
    }

    /// Returns the bytes that may still be written.
    package func availableBytes(at path: FilePath) throws(FileError) -> UInt64 {
        try plan.pass(.availableBytes, path)
        return try base.availableBytes(at: path)
    }
}
