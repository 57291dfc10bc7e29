import DurableIO
import DurableIOTesting
import Glibc
import Synchronization
import SystemPackage

/// A file system that kills its process at the nth change of the disk: an append half written, or any other not yet done.
struct KillingFileSystem: WrappingFileSystem {
    let base: any FileSystem = LocalFileSystem()
    private let countdown: Countdown

    init(at change: Int) {
        countdown = Countdown(change)
    }

    func createFile(at path: FilePath) throws(FileError) -> any AppendFile {
        countdown.pass()
        return KillingAppendFile(base: try base.createFile(at: path), countdown: countdown)
    }

    func openForAppending(at path: FilePath) throws(FileError) -> any AppendFile {
        KillingAppendFile(base: try base.openForAppending(at: path), countdown: countdown)
    }

    func rewrite(_ bytes: [UInt8], at offset: UInt64, of path: FilePath) throws(FileError) {
        countdown.pass()
        try base.rewrite(bytes, at: offset, of: path)
    }

    func synchroniseDirectory(at path: FilePath) throws(FileError) {
        countdown.pass()
        try base.synchroniseDirectory(at: path)
    }

    func rename(from source: FilePath, to target: FilePath) throws(FileError) {
        countdown.pass()
        try base.rename(from: source, to: target)
    }
}

/// Counts the changes until the last one.
final class Countdown: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) {
        left = Mutex(count)
    }

    /// Tells whether this change is the last one.
    func isOver() -> Bool {
        left.withLock { left in
            left -= 1
            return left == 0
        }
    }

    /// Kills the process when this change is the last one.
    func pass() {
        if isOver() { Self.kill() }
    }

    static func kill() {
        Glibc.kill(getpid(), SIGKILL)
    }
}

private final class KillingAppendFile: WrappingAppendFile {
    let base: any AppendFile
    private let countdown: Countdown

    init(base: any AppendFile, countdown: Countdown) {
        self.base = base
        self.countdown = countdown
    }

    func append(_ bytes: Span<UInt8>) throws(FileError) {
        guard countdown.isOver() else { return try base.append(bytes) }
        try base.append(bytes.extracting(first: bytes.count / 2))
        Countdown.kill()
    }

    func append(_ pieces: [[UInt8]]) throws(FileError) {
        guard countdown.isOver() else { return try base.append(pieces) }
        let bytes = Array(pieces.joined())
        try base.append(Array(bytes[..<(bytes.count / 2)]).span)
        Countdown.kill()
    }

    func synchronise() throws(FileError) {
        countdown.pass()
        try base.synchronise()
    }

    func truncate(to size: UInt64) throws(FileError) {
        countdown.pass()
        try base.truncate(to: size)
    }
}
