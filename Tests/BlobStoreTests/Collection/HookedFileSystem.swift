import DurableIO
import DurableIOTesting
import Synchronization
import SystemPackage

/// A file system that runs a body before the next synchronisation of a file, on the thread that asks for it.
struct HookedFileSystem: WrappingFileSystem {
    let base: any FileSystem = LocalFileSystem()
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
}

/// What to do once.
final class Hook: Sendable {
    private let body = Mutex<(@Sendable () -> Void)?>(nil)

    /// Sets what to do.
    func set(_ new: @escaping @Sendable () -> Void) {
        body.withLock { $0 = new }
    }

    /// Does it, unless that was done.
    func run() {
        let taken = body.withLock { body in
            defer { body = nil }
            return body
        }
        taken?()
    }
}

private final class HookedFile: WrappingAppendFile {
    let base: any AppendFile
    private let hook: Hook

    init(base: any AppendFile, hook: Hook) {
        self.base = base
        self.hook = hook
    }

    func synchronise() throws(FileError) {
        hook.run()
        try base.synchronise()
    }
}
