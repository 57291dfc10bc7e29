import SystemPackage

/// A lock by flock(2), which ends when its descriptor is closed.
final class LocalFileLock: FileLock {
    /// The path of the locked file.
    let path: FilePath
    private let owned: OwnedDescriptor

    /// Takes over a descriptor that holds the lock.
    init(path: FilePath, owned: consuming OwnedDescriptor) {
        self.path = path
        self.owned = owned
    }
}
