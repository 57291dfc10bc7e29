import BlobModel
import DurableIO
import FoundationEssentials
import SystemPackage

/// A directory of one test, removed with everything in it when the test lets go of it.
final class TemporaryDirectory: Sendable {
    /// The path of the directory.
    let path: FilePath

    /// Makes the directory.
    init() throws {
        path = FilePath(FileManager.default.temporaryDirectory.path).appending("blob-\(ReferenceID.random())")
        try LocalFileSystem().ensureDirectory(at: path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path.string)
    }
}
