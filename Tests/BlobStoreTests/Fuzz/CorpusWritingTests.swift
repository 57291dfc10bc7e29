import DurableIO
import FoundationEssentials
import SystemPackage
import Testing

/// Begins the corpus of a format that has none: `ATTACHE_WRITE_CORPUS=1 swift test --filter CorpusWritingTests`.
///
/// A file that is there is never written again.
struct CorpusWritingTests {
    @Test(
        .enabled(if: ProcessInfo.processInfo.environment["ATTACHE_WRITE_CORPUS"] != nil),
        arguments: BinaryFormat.allCases
    )
    func `the corpus of a format is begun with its valid samples`(_ format: BinaryFormat) throws {
        let folder = FuzzCorpus.folder(of: format)
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        for (number, sample) in try FuzzSamples.samples(of: format).enumerated() {
            let path = folder.appending("valid-\(number + 1)")
            guard !FileManager.default.fileExists(atPath: path.string) else { continue }
            try LocalFileSystem().createFile(at: path).append(sample.span)
        }
    }
}
