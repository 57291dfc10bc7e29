import DurableIO
import Synchronization
import SystemPackage

/// A file system that runs a body before the next synchronisation of a file, on the thread that asks for it.
struct HookedFileSystem: FileSystem {
    private let base = LocalFileSystem()
    private let hook = Hook()

    /// Sets what to do before the next synchronisation.
    func beforeNextSynchronisation(_ body: @escaping @Sendable () -> Void) {
        hook.set(body)
    }

    func createFile(at path: FilePath) throws(FileError) -> any AppendFile {
        HookedFile(base: try base.createFile(at: path), hook: hook)
    }

    func openForAppending(at path: FilePath) throws(FileError) -> any AppendFile {
        HookedFile(base: try base.openForAppending(at: path), hook: hook)
    }

    func rewrite(_ bytes: [UInt8], at offset: UInt64, of path: FilePath) throws(FileError) {
        try base.rewrite(bytes, at: offset, of: path)
    }

    func openForReading(at path: FilePath) throws(FileError) -> any ReadFile { try base.openForReading(at: path) }

    func createDirectory(at path: FilePath) throws(FileError) { try base.createDirectory(at: path) }

    func synchroniseDirectory(at path: FilePath) throws(FileError) { try base.synchroniseDirectory(at: path) }

    func list(at path: FilePath) throws(FileError) -> [FilePath.Component] { try base.list(at: path) }

    func remove(at path: FilePath) throws(FileError) { try base.remove(at: path) }

    func rename(from source: FilePath, to target: FilePath) throws(FileError) {
        try base.rename(from: source, to: target)
    }

    func lock(at path: FilePath) throws(FileError) -> any FileLock { try base.lock(at: path) }

    func availableBytes(at path: FilePath) throws(FileError) -> UInt64 { try base.availableBytes(at: path) }
}

/// What to do once.
private final class Hook: Sendable {
    private let body = Mutex<(@Sendable () -> Void)?>(nil)

    func set(_ new: @escaping @Sendable () -> Void) {
        body.withLock { $0 = new }
    }

    func run() {
        let taken = body.withLock { body in
            defer { body = nil }
            return body
        }
        taken?()
    }
}

private final class HookedFile: AppendFile {
    private let base: any AppendFile
    private let hook: Hook

    init(base: any AppendFile, hook: Hook) {
        self.base = base
        self.hook = hook
    }

    var path: FilePath { base.path }

    func append(_ bytes: Span<UInt8>) throws(FileError) { try base.append(bytes) }

    func append(_ pieces: [[UInt8]]) throws(FileError) { try base.append(pieces) }

    func synchronise() throws(FileError) {
        hook.run()
        try base.synchronise()
    }

    func truncate(to size: UInt64) throws(FileError) { try base.truncate(to: size) }

    func size() throws(FileError) -> UInt64 { try base.size() }
}
