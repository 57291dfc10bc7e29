import Cryptography
import FoundationEssentials

/// A directory of its own for one test.
package struct TemporaryDirectory: Sendable {
    /// The path of the directory.
    package let path: String

    /// Makes an empty directory.
    ///
    /// - Throws: The file system's error.
    package init() throws {
        let name = "attache-metadata-\(Hexadecimal.encode(SecureRandom.bytes(8)))"
        let url = FileManager.default.temporaryDirectory.appending(path: name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    /// Removes the directory with everything in it.
    package func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
