import DurableIO
import SystemPackage

/// Checks that a trace explains everything on the disk: a change that was not recorded would never be lost.
struct TraceCheck {
    /// Files that are written through a memory map and mean nothing after a crash.
    private static let passedOver: Set<String> = ["lock.mdb"]

    /// Returns the paths whose bytes on a disk are not those that a trace leaves.
    ///
    /// - Parameters:
    ///   - disk: The simulated disk after the whole trace.
    ///   - directory: The real one.
    /// - Returns: The paths below the directory, sorted.
    /// - Throws: What the real disk refuses.
    static func differences(_ disk: SimulatedDisk, from directory: FilePath) throws -> [String] {
        var actual: [String: [UInt8]] = [:]
        try collect(directory, "", into: &actual)
        let simulated = try disk.contents()
        return Set(actual.keys).union(simulated.keys).sorted().filter { path in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return !passedOver.contains(name) && actual[path] != simulated[path]
        }
    }

    private static func collect(_ directory: FilePath, _ path: String, into contents: inout [String: [UInt8]]) throws {
        for name in try LocalFileSystem().list(at: directory) {
            let child = directory.appending(name)
            let childPath = path.isEmpty ? name.string : path + "/" + name.string
            if let bytes = try? LocalFileSystem().contents(at: child) {
                contents[childPath] = bytes
            } else {
                try collect(child, childPath, into: &contents)
            }
        }
    }
}
