import Glibc
package import SystemPackage

/// The file system of this machine.
package struct LocalFileSystem: FileSystem {
    /// Makes the file system; it has no state.
    package init() {}

    /// Makes a new, empty file (O_EXCL) and opens it for appending.
    package func createFile(at path: FilePath) throws(FileError) -> any AppendFile {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_EXCL
        return LocalAppendFile(path: path, owned: try OwnedDescriptor(opening: path, flags: flags, for: .createFile))
    }

    /// Opens an existing file for appending.
    package func openForAppending(at path: FilePath) throws(FileError) -> any AppendFile {
        let flags = O_WRONLY | O_APPEND
        return LocalAppendFile(path: path, owned: try OwnedDescriptor(opening: path, flags: flags, for: .openFile))
    }

    /// Writes bytes where they stand in a file already by pwrite(2); it would append to a file open for appending.
    package func rewrite(_ bytes: [UInt8], at offset: UInt64, of path: FilePath) throws(FileError) {
        let owned = try OwnedDescriptor(opening: path, flags: O_WRONLY, for: .openFile)
        var written = 0
        while written < bytes.count {
            written += try SystemCall(operation: .write, path: path).run {
                unsafe bytes[written...].withUnsafeBytes { rest in
                    unsafe pwrite(
                        owned.descriptor.rawValue,
                        rest.baseAddress,
                        rest.count,
                        off_t(offset) + off_t(written)
                    )
                }
            }
        }
    }

    /// Opens an existing file for reading.
    package func openForReading(at path: FilePath) throws(FileError) -> any ReadFile {
        LocalReadFile(path: path, owned: try OwnedDescriptor(opening: path, flags: O_RDONLY, for: .openFile))
    }

    /// Makes a directory in an existing one.
    package func createDirectory(at path: FilePath) throws(FileError) {
        _ = try SystemCall(operation: .createDirectory, path: path).run { unsafe mkdir($0, 0o700) }
    }

    /// Makes the entries of a directory durable by fsync(2) on it.
    package func synchroniseDirectory(at path: FilePath) throws(FileError) {
        let flags = O_RDONLY | O_DIRECTORY
        // A directory that cannot be opened was not synchronised in vain: nothing was given to the kernel to forget.
        let owned = try OwnedDescriptor(opening: path, flags: flags, for: .openFile)
        _ = try SystemCall(operation: .synchroniseDirectory, path: path).run { fsync(owned.descriptor.rawValue) }
    }

    /// Removes a file.
    package func remove(at path: FilePath) throws(FileError) {
        _ = try SystemCall(operation: .remove, path: path).run { unsafe unlink($0) }
    }

    /// Renames a file and replaces what stood at the target.
    package func rename(from source: FilePath, to target: FilePath) throws(FileError) {
        _ = try SystemCall(operation: .rename, path: source).run { from in
            unsafe target.withPlatformString { unsafe Glibc.rename(from, $0) }
        }
    }

    /// Locks a file by flock(2), and makes the file when it is missing.
    package func lock(at path: FilePath) throws(FileError) -> any FileLock {
        let owned = try OwnedDescriptor(opening: path, flags: O_RDWR | O_CREAT, for: .lock)
        do throws(FileError) {
            _ = try SystemCall(operation: .lock, path: path).run {
                flock(owned.descriptor.rawValue, LOCK_EX | LOCK_NB)
            }
        } catch .system(_, _, .wouldBlock) {
            throw .locked(path: path)
        }
        return LocalFileLock(path: path, owned: owned)
    }

    /// Returns how many bytes an ordinary user may still write to the file system of a path.
    package func availableBytes(at path: FilePath) throws(FileError) -> UInt64 {
        var status = statvfs()
        _ = try SystemCall(operation: .availableBytes, path: path).run { unsafe statvfs($0, &status) }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }
}
