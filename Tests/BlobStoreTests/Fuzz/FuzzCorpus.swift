import DurableIO
import SystemPackage

/// The samples that are kept for each format: valid ones, and those that once were trouble.
///
/// `Fixtures/corpus/<format>/` has a file per sample. A run that finds trouble prints the bytes; they belong there then.
enum FuzzCorpus {
    private static let root = FilePath("\(#filePath)").removingLastComponent().removingLastComponent()
        .appending("Fixtures").appending("corpus")

    /// Returns the folder of a format's samples.
    static func folder(of format: BinaryFormat) -> FilePath { root.appending(format.rawValue) }

    /// Returns the samples of a format, in the order of their names.
    static func samples(of format: BinaryFormat) throws -> [[UInt8]] {
        let folder = folder(of: format)
        return try LocalFileSystem().list(at: folder).map {
            try LocalFileSystem().contents(at: folder.appending($0))
        }
    }
}
