import SystemPackage

/// Holds a trace against the order in which LMDB's two meta pages must become durable.
///
/// Each names a commit, the one the last and the other the one before. A commit writes over pages that the commit before the
/// last one needed, so that the last one's meta page must be durable when the other is written. As a rule its own
/// synchronisation sees to that; after a failed one the page may be in memory alone. The loss of power that tells of it must
/// come between two calls: here each call is looked at.
struct MetaPageCheck {
    private static let index = "shard/index/data.mdb"
    private static let metaPages: Range<UInt64> = 0..<2

    private let trace: FilePath
    private var disk: SimulatedDisk

    /// Makes a check that has looked at nothing.
    ///
    /// - Parameters:
    ///   - trace: The trace.
    ///   - disk: The disk as it was before.
    init(_ trace: FilePath, on disk: SimulatedDisk) {
        self.trace = trace
        self.disk = disk
    }

    /// Plays the whole trace.
    ///
    /// - Returns: A sentence if a meta page is written before the other is durable.
    /// - Throws: ``ProbeError``, and what the real disk refuses.
    mutating func run() throws -> [String] {
        var reader = try TraceReader(at: trace)
        var position = 0
        while let event = try reader.next() {
            if try isPremature(event) {
                return ["order: at \(position) a commit of the index is named before the one before it is durable"]
            }
            try disk.apply(event)
            position += 1
        }
        return []
    }

    private func isPremature(_ event: TraceEvent) throws -> Bool {
        guard case .write(let fd, let offset, let bytes) = event, disk.path(of: fd) == Self.index else { return false }
        let pageByteCount = UInt64(SimulatedFile.pageByteCount)
        let page = offset / pageByteCount
        // Whoever writes both makes them, or makes them durable.
        let isOne = offset + UInt64(bytes.count) <= (page + 1) * pageByteCount
        guard Self.metaPages.contains(page), isOne else { return false }
        return try disk.isUnsynchronised(page: 1 - page, of: fd)
    }
}
