import Glibc
package import SystemPackage

extension LocalFileSystem {
    /// Opens a regular file in a directory or below it for reading, and follows no symbolic link on the way.
    ///
    /// The directory itself is trusted: links may lead to it. Below it each name is opened in the directory before it
    /// (openat(2) with O_NOFOLLOW), so that nobody leads the way elsewhere meanwhile either. No pipe is waited for.
    ///
    /// - Parameters:
    ///   - path: The file, which begins with `root` and has no "." and ".." after it.
    ///   - root: The directory.
    /// - Returns: The file.
    /// - Throws: ``FileError/system(operation:path:errno:)``: `.tooManySymbolicLinkLevels` or `.notDirectory` for a link,
    ///   `.notSupported` for what is no regular file, `.invalidArgument` for a path that is not below the directory.
    package func openForReading(at path: FilePath, below root: FilePath) throws(FileError) -> any ReadFile {
        var rest = path
        guard rest.removePrefix(root), let name = rest.lastComponent,
            rest.components.allSatisfy({ $0.kind == .regular })
        else { throw .system(operation: .openFile, path: path, errno: .invalidArgument) }
        var folder = try OwnedDescriptor(opening: root, flags: O_RDONLY | O_DIRECTORY, for: .openFile)
        for segment in rest.removingLastComponent().components {
            let inner = try OwnedDescriptor(opening: segment, in: folder, flags: O_RDONLY | O_DIRECTORY, of: path)
            folder = inner
        }
        // O_NONBLOCK: a pipe is opened at once, and refused below; it means nothing to a regular file.
        let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY
        let owned = try OwnedDescriptor(opening: name, in: folder, flags: flags, of: path)
        guard try owned.isRegularFile(at: path) else {
            throw .system(operation: .openFile, path: path, errno: .notSupported)
        }
        return LocalReadFile(path: path, owned: owned)
    }
}
