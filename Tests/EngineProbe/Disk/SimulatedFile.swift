import DurableIO
import SystemPackage

/// A file of the simulated disk: its bytes now, and of each piece that was not synchronised all versions since it was.
///
/// "Any subset of later 4 KiB pieces": each page, and the size, may come back as it was at the last synchronisation, as it
/// is now, or as it was at any time between. The bytes are kept in a file of the real disk.
final class SimulatedFile {
    /// The size of the pieces that reach a disk as a whole.
    static let pageByteCount = 4_096

    /// The size now.
    private(set) var size: UInt64 = 0

    private let writer: FileDescriptor
    private let reader: any ReadFile
    /// The former versions of each page that changed since the last synchronisation, the durable one first; an empty one
    /// is all zeros.
    private var versions: [UInt64: [[UInt8]]] = [:]
    /// The pages that a failed synchronisation has left in memory alone: the next ones pass them over until they are written anew.
    private var forgotten: Set<UInt64> = []
    /// The former sizes since the last synchronisation, the durable one first.
    private var sizes: [UInt64] = []

    /// Makes an empty file.
    ///
    /// - Parameter mirror: The file of the real disk that holds the bytes, made anew.
    /// - Throws: What the real disk refuses.
    init(mirror: FilePath) throws {
        writer = try FileDescriptor.open(
            mirror,
            .writeOnly,
            options: [.create, .truncate],
            permissions: [.ownerReadWrite]
        )
        reader = try LocalFileSystem().openForReading(at: mirror)
    }

    deinit {
        // Nothing depends on it: the bytes are of a simulation.
        try? writer.close()
    }

    /// Whether a loss of power may take something of the file.
    var isUnsynchronised: Bool { !versions.isEmpty || !sizes.isEmpty }

    /// Tells whether a loss of power may take something of a page.
    func isUnsynchronised(_ page: UInt64) -> Bool { versions[page] != nil }

    /// All bytes as they are now.
    func contents() throws -> [UInt8] { try reader.read(at: 0, count: Int(size)) }

    /// Writes bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - offset: Where they go.
    ///   - isDurable: Whether the pages are durable when this returns (O_DSYNC).
    /// - Throws: What the real disk refuses.
    func write(_ bytes: [UInt8], at offset: UInt64, isDurable: Bool) throws {
        guard !bytes.isEmpty else { return }
        let end = offset + UInt64(bytes.count)
        let pages = offset / UInt64(Self.pageByteCount)...(end - 1) / UInt64(Self.pageByteCount)
        for page in pages { try change(page) }
        try writer.writeAll(toAbsoluteOffset: Int64(offset), bytes)
        if end > size { setSize(end) }
        guard isDurable else { return }
        for page in pages { versions[page] = nil }
        sizes = []
    }

    /// Cuts or extends the file.
    func truncate(to newSize: UInt64) throws {
        guard newSize != size else { return }
        let first = min(newSize, size) / UInt64(Self.pageByteCount)
        let last = max(newSize, size) / UInt64(Self.pageByteCount)
        for page in first...last { try change(page) }
        try writer.resize(to: Int64(newSize))
        setSize(newSize)
    }

    /// Makes durable what the file has now, but for what the system takes for written since a synchronisation failed.
    func synchronise() {
        versions = versions.filter { forgotten.contains($0.key) }
        sizes = []
    }

    /// Lets a synchronisation fail, as Linux does: what it should have written is taken for written from now on, and is not.
    func forget() {
        forgotten.formUnion(versions.keys)
    }

    /// Writes the file as a loss of power may leave it.
    func write(to path: FilePath, after loss: inout PowerLoss) throws {
        let target = try FileDescriptor.open(
            path,
            .writeOnly,
            options: [.create, .exclusiveCreate],
            permissions: [.ownerReadWrite]
        )
        // Nothing depends on it: the bytes are of a simulation.
        defer { try? target.close() }
        try target.writeAll(contents())
        for (page, former) in versions.sorted(by: { $0.key < $1.key }) {
            let choice = loss.version(of: former.count + 1)
            guard choice < former.count else { continue }
            let bytes = former[choice].isEmpty ? Self.zeros : former[choice]
            try target.writeAll(toAbsoluteOffset: Int64(page) * Int64(Self.pageByteCount), bytes)
        }
        let choice = loss.version(of: sizes.count + 1)
        try target.resize(to: Int64(choice < sizes.count ? sizes[choice] : size))
    }

    private static let zeros = [UInt8](repeating: 0, count: pageByteCount)

    private func setSize(_ newSize: UInt64) {
        sizes.append(size)
        size = newSize
    }

    /// Prepares for a page to be written, which is new to the system then whatever was forgotten before.
    private func change(_ page: UInt64) throws {
        try keepVersion(of: page)
        forgotten.remove(page)
    }

    private func keepVersion(of page: UInt64) throws {
        let start = page * UInt64(Self.pageByteCount)
        guard start < size else {
            versions[page, default: []].append([])
            return
        }
        var bytes = try reader.read(at: start, count: Int(min(UInt64(Self.pageByteCount), size - start)))
        bytes += Self.zeros[bytes.count...]
        versions[page, default: []].append(bytes)
    }
}
