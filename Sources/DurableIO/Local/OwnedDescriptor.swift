import Glibc
import SystemPackage

/// A file descriptor that is closed exactly once.
struct OwnedDescriptor: ~Copyable, Sendable {
    /// The open descriptor.
    let descriptor: FileDescriptor

    /// Opens a path, never to be inherited by another program (O_CLOEXEC).
    ///
    /// - Parameters:
    ///   - path: The path to open.
    ///   - flags: The flags of open(2), without O_CLOEXEC.
    ///   - operation: The operation to name in an error.
    /// - Throws: ``FileError/system(operation:path:errno:)``.
    init(opening path: FilePath, flags: Int32, for operation: FileOperation) throws(FileError) {
        let number = try SystemCall(operation: operation, path: path).run { name in
            unsafe open(name, flags | O_CLOEXEC, 0o600)
        }
        descriptor = FileDescriptor(rawValue: number)
    }

    /// Opens a name in an open directory, unless it is a symbolic link; never to be inherited by another program.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - folder: The directory.
    ///   - flags: The flags of openat(2), without O_NOFOLLOW and O_CLOEXEC.
    ///   - path: The path to name in an error.
    /// - Throws: ``FileError/system(operation:path:errno:)``.
    init(
        opening name: FilePath.Component,
        in folder: borrowing OwnedDescriptor,
        flags: Int32,
        of path: FilePath
    ) throws(FileError) {
        let parent = folder.descriptor.rawValue
        let number = try SystemCall(operation: .openFile, path: path).run {
            unsafe name.withPlatformString { unsafe openat(parent, $0, flags | O_NOFOLLOW | O_CLOEXEC) }
        }
        descriptor = FileDescriptor(rawValue: number)
    }

    deinit {
        // An error of close(2) has no meaning here: what had to be durable was synchronised before.
        _ = Glibc.close(descriptor.rawValue)
    }

    /// Returns the file's size in bytes.
    func size(of path: FilePath) throws(FileError) -> UInt64 {
        var status = stat()
        _ = try SystemCall(operation: .size, path: path).run {
            unsafe fstat(descriptor.rawValue, &status)
        }
        return UInt64(status.st_size)
    }

    /// Returns whether the file is a regular one: no directory, pipe, socket, or device.
    func isRegularFile(at path: FilePath) throws(FileError) -> Bool {
        var status = stat()
        _ = try SystemCall(operation: .size, path: path).run {
            unsafe fstat(descriptor.rawValue, &status)
        }
        return status.st_mode & S_IFMT == S_IFREG
    }
}
