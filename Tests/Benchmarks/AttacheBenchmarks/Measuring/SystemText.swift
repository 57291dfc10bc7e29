import FoundationEssentials
import SystemPackage

/// The small text files in which the kernel tells of itself.
enum SystemText {
    /// Returns the contents of a file.
    ///
    /// - Throws: ``BenchmarkError/unreadable(_:)``.
    static func read(_ path: FilePath) throws(BenchmarkError) -> String {
        do {
            return String(decoding: try Data(contentsOf: URL(filePath: path.string)), as: UTF8.self)
        } catch {
            throw .unreadable(path)
        }
    }
}
