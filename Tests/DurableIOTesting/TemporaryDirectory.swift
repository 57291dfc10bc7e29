import FoundationEssentials
package import SystemPackage

/// A new, empty directory that is removed with everything in it when its last holder lets go of it.
package final class TemporaryDirectory: Sendable {
    /// The directory's path.
    package let path: FilePath

    /// Makes the directory.
    package init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "attache-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = FilePath(url.path)
    }

    deinit {
        // What cannot be removed stays for the system's own cleaning.
        try? FileManager.default.removeItem(atPath: path.string)
    }

    /// Returns the path of a name in the directory.
    package func appending(_ name: String) -> FilePath {
        path.appending(name)
    }
}
