import DurableIO
import SystemPackage

/// A file of a ``FaultyFileSystem`` open for reading.
final class FaultyReadFile: ReadFile {
    private let base: any ReadFile
    private let plan: FaultPlan

    /// Wraps a file.
    init(base: any ReadFile, plan: FaultPlan) {
        self.base = base
        self.plan = plan
    }

    /// The path with which the file was opened.
    var path: FilePath { base.path }

    /// The descriptor of the file beneath; what is read through it meets no faults.
    var descriptor: FileDescriptor { base.descriptor }

    /// Fills a span with the bytes at an offset.
    func read(at offset: UInt64, into bytes: inout MutableSpan<UInt8>) throws(FileError) -> Int {
        try plan.pass(.read, path)
        return try base.read(at: offset, into: &bytes)
    }

    /// Returns the file's size.
    func size() throws(FileError) -> UInt64 {
        try plan.pass(.size, path)
        return try base.size()
    }
}
