import DurableIO
import DurableIOTesting
import Synchronization
import SystemPackage

/// The local file system on a disk that, while it is told to, reads no long piece.
final class UnreadableFileSystem: WrappingFileSystem {
    /// Whether long pieces cannot be read.
    let isFailing = Atomic(false)

    let base: any FileSystem = LocalFileSystem()
    private let limit: Int

    /// Makes a file system on which pieces of at least so many bytes cannot be read.
    init(from limit: Int) {
        self.limit = limit
    }

    func openForReading(at path: FilePath) throws(FileError) -> any ReadFile {
        BarredFile(base: try base.openForReading(at: path)) { [self] bytes in
            bytes >= limit && isFailing.load(ordering: .relaxed)
        }
    }
}

/// A file of which the disk does not give some pieces.
final class BarredFile: WrappingReadFile {
    let base: any ReadFile
    private let isBarred: @Sendable (Int) -> Bool

    /// Wraps a file.
    ///
    /// - Parameters:
    ///   - base: The file.
    ///   - isBarred: Tells whether a piece of so many bytes cannot be read now.
    init(base: any ReadFile, isBarred: @escaping @Sendable (Int) -> Bool) {
        self.base = base
        self.isBarred = isBarred
    }

    func read(at offset: UInt64, into bytes: inout MutableSpan<UInt8>) throws(FileError) -> Int {
        guard !isBarred(bytes.count) else { throw .system(operation: .read, path: path, errno: .ioError) }
        return try base.read(at: offset, into: &bytes)
    }
}
