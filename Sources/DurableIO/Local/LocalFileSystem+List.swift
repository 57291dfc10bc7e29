import Glibc
package import SystemPackage

extension LocalFileSystem {
    /// Returns the names in a directory, sorted by their bytes.
    package func list(at path: FilePath) throws(FileError) -> [FilePath.Component] {
        guard let stream = unsafe path.withPlatformString({ unsafe opendir($0) }) else {
            throw .system(operation: .list, path: path, errno: Errno(rawValue: errno))
        }
        defer { unsafe closedir(stream) }
        var names: [FilePath.Component] = []
        // readdir(3) tells an error from the end only by errno, which it leaves alone at the end.
        errno = 0
        while let entry = unsafe readdir(stream) {
            if let name = unsafe Self.component(of: entry), name.kind == .regular {
                names.append(name)
            }
            errno = 0
        }
        guard errno == 0 else {
            throw .system(operation: .list, path: path, errno: Errno(rawValue: errno))
        }
        return names.sorted { Array($0.string.utf8).lexicographicallyPrecedes(Array($1.string.utf8)) }
    }

    private static func component(of entry: UnsafeMutablePointer<dirent>) -> FilePath.Component? {
        unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
            unsafe name.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                unsafe FilePath.Component(platformString: $0)
            }
        }
    }
}
