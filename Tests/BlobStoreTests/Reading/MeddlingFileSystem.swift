import DurableIO
import DurableIOTesting
import Synchronization
import SystemPackage

/// The local file system on a disk with a file that cannot be read, and with somebody who meddles when a file was opened.
final class MeddlingFileSystem: WrappingFileSystem {
    let base: any FileSystem = LocalFileSystem()
    private let unreadable = Mutex<FilePath?>(nil)
    private let meddling = Hook()

    /// Sets the file of which nothing longer than a header can be read; nil for none.
    func setUnreadable(_ path: FilePath?) { unreadable.withLock { $0 = path } }

    /// Sets what is done once, between the next opening of a file for reading and its return.
    func afterNextOpening(_ body: @escaping @Sendable () -> Void) { meddling.set(body) }

    func openForReading(at path: FilePath) throws(FileError) -> any ReadFile {
        let file = BarredFile(base: try base.openForReading(at: path)) { [self] bytes in
            bytes > 128 && path == unreadable.withLock { $0 }
        }
        meddling.run()
        return file
    }
}
