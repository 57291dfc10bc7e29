import Glibc
import SystemPackage

/// What tells a file from another one in its place, and from itself after a change.
struct FileStamp: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let byteCount: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// Looks at a file; nil when there is none to be seen.
    init?(of path: FilePath) {
        var status = stat()
        guard unsafe path.withPlatformString({ unsafe stat($0, &status) }) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        byteCount = Int64(status.st_size)
        seconds = Int(status.st_mtim.tv_sec)
        nanoseconds = Int(status.st_mtim.tv_nsec)
    }

    /// Tells whether another stamp is of the same file at the same size, written since or not.
    func isSameFile(as other: FileStamp) -> Bool {
        device == other.device && inode == other.inode && byteCount == other.byteCount
    }
}
