import Glibc
import SystemPackage

/// A file of this machine open for reading.
final class LocalReadFile: ReadFile {
    /// The path with which the file was opened.
    let path: FilePath
    private let owned: OwnedDescriptor

    /// Takes over an open descriptor.
    init(path: FilePath, owned: consuming OwnedDescriptor) {
        self.path = path
        self.owned = owned
    }

    /// The descriptor, valid for as long as this object is held.
    var descriptor: FileDescriptor { owned.descriptor }

    /// Fills a span by pread(2), as far as the file reaches.
    func read(at offset: UInt64, into bytes: inout MutableSpan<UInt8>) throws(FileError) -> Int {
        try unsafe bytes.withUnsafeMutableBytes { (buffer) throws(FileError) -> Int in
            var filled = 0
            while filled < buffer.count {
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                let count = try SystemCall(operation: .read, path: path).run {
                    unsafe pread(descriptor.rawValue, rest.baseAddress, rest.count, off_t(offset) + off_t(filled))
                }
                guard count > 0 else { break }
                filled += count
            }
            return filled
        }
    }

    /// Returns the file's size in bytes.
    func size() throws(FileError) -> UInt64 {
        try owned.size(of: path)
    }
}
