import DurableIO
import DurableIOTesting
import Synchronization
import SystemPackage

/// A file system that dies at the nth change of the disk: an append half written, any other not done, and none after it.
///
/// It leaves what a killed process leaves, without ending the process.
struct DyingFileSystem: WrappingFileSystem {
    let base: any FileSystem = LocalFileSystem()
    private let life = Life()

    /// Counts the changes from now on, and lets the nth one be the last; 0 for none.
    func die(at change: Int) { life.begin(change) }

    /// Tells whether it has died.
    var isDead: Bool { life.isOver }

    func createFile(at path: FilePath) throws(FileError) -> any AppendFile {
        try life.pass(.createFile, path)
        return DyingAppendFile(base: try base.createFile(at: path), life: life)
    }

    func openForAppending(at path: FilePath) throws(FileError) -> any AppendFile {
        DyingAppendFile(base: try base.openForAppending(at: path), life: life)
    }

    func rewrite(_ bytes: [UInt8], at offset: UInt64, of path: FilePath) throws(FileError) {
        try life.pass(.write, path)
        try base.rewrite(bytes, at: offset, of: path)
    }

    func synchroniseDirectory(at path: FilePath) throws(FileError) {
        try life.pass(.synchroniseDirectory, path)
        try base.synchroniseDirectory(at: path)
    }

    func remove(at path: FilePath) throws(FileError) {
        try life.pass(.remove, path)
        try base.remove(at: path)
    }

    func rename(from source: FilePath, to target: FilePath) throws(FileError) {
        try life.pass(.rename, source)
        try base.rename(from: source, to: target)
    }
}

/// Counts the changes until the last one.
private final class Life: Sendable {
    private let left = Mutex<Int?>(nil)

    var isOver: Bool { left.withLock { ($0 ?? 1) <= 0 } }

    func begin(_ changes: Int) {
        left.withLock { $0 = changes > 0 ? changes : nil }
    }

    /// Tells whether this change is the last one, which is not wholly done.
    func isLast() -> Bool {
        left.withLock { left in
            guard let count = left else { return false }
            left = count - 1
            return count == 1
        }
    }

    func pass(_ operation: FileOperation, _ path: FilePath) throws(FileError) {
        guard isLast() || isOver else { return }
        throw .system(operation: operation, path: path, errno: .ioError)
    }
}

private final class DyingAppendFile: WrappingAppendFile {
    let base: any AppendFile
    private let life: Life

    init(base: any AppendFile, life: Life) {
        self.base = base
        self.life = life
    }

    func append(_ bytes: Span<UInt8>) throws(FileError) {
        try append([bytes.indices.map { bytes[$0] }])
    }

    func append(_ pieces: [[UInt8]]) throws(FileError) {
        let isLast = life.isLast()
        if isLast {
            let bytes = Array(pieces.joined())
            try base.append(Array(bytes[..<(bytes.count / 2)]).span)
        }
        guard !isLast, !life.isOver else { throw .system(operation: .write, path: path, errno: .ioError) }
        try base.append(pieces)
    }

    func synchronise() throws(FileError) {
        try life.pass(.synchronise, path)
        try base.synchronise()
    }

    func truncate(to size: UInt64) throws(FileError) {
        try life.pass(.truncate, path)
        try base.truncate(to: size)
    }
}
