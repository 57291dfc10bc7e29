package import SystemPackage

/// An exclusive lock on a file, held until its last holder lets go of it or the process ends.
package protocol FileLock: AnyObject, Sendable {
    /// The path of the locked file.
    var path: FilePath { get }
}
