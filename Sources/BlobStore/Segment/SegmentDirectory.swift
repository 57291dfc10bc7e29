import DurableIO
import SystemPackage

/// The directory that holds a shard's segments.
struct SegmentDirectory: Sendable {
    private static let suffix = ".segment"
    private static let digits = 16

    /// The directory's path.
    let path: FilePath

    /// The file system that has it.
    let fileSystem: any FileSystem

    /// Returns the path of a segment: its number in 16 hexadecimal digits.
    func path(of number: UInt64) -> FilePath {
        let digits = String(number, radix: 16)
        let padding = String(repeating: "0", count: Self.digits - digits.count)
        return path.appending(padding + digits + Self.suffix)
    }

    /// Returns the numbers of the segments that are there, in rising order; other files are passed over.
    func numbers() throws(FileError) -> [UInt64] {
        try fileSystem.list(at: path).compactMap { Self.number(of: $0.string) }.sorted()
    }

    private static func number(of name: String) -> UInt64? {
        guard name.utf8.count == digits + suffix.utf8.count, name.hasSuffix(suffix) else { return nil }
        return UInt64(name.dropLast(suffix.count), radix: 16)
    }
}
