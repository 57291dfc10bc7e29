import FoundationEssentials
package import SystemPackage

/// A disk that loses what is written to a file that is open in this process.
package enum LostWrites {
    /// Lets what is written through the open descriptors of a file vanish from now on, and its synchronisations fail:
    /// `/dev/null` takes all bytes and has no `fsync`.
    ///
    /// - Parameter path: The file.
    /// - Returns: The number of descriptors; none where the file is not open.
    /// - Throws: An error of the system.
    package static func begin(at path: FilePath) throws -> Int {
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
        let ours = descriptors.filter { number in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
            return target == path.string
        }
        let nowhere = try FileDescriptor.open(FilePath("/dev/null"), .readWrite)
        defer { try? nowhere.close() }
        for number in ours { _ = try nowhere.duplicate(as: FileDescriptor(rawValue: number)) }
        return ours.count
    }
}
