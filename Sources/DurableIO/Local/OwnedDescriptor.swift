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
}
