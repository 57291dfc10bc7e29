/// What a server has used up until a moment.
struct Counters: Sendable {
    /// Ticks of 10 ms on processors.
    var ticks: UInt64 = 0

    /// Bytes written to disks.
    var writtenBytes: UInt64 = 0

    /// Synchronisations, if the server tells them.
    var synchronisations: UInt64?

    /// Makes counters that stand at zero.
    init() {}

    /// Reads the counters of a server and its children.
    ///
    /// - Throws: ``BenchmarkError``.
    init(of subject: Subject) throws {
        for process in ProcessFile.family(of: subject.process) {
            ticks += try ProcessFile(process).processorTicks()
            writtenBytes += try ProcessFile(process).writtenBytes()
        }
        synchronisations = try subject.synchronisations?()
    }

    /// Returns what was used between two readings.
    static func - (after: Counters, before: Counters) -> Counters {
        var difference = Counters()
        difference.ticks = after.ticks - before.ticks
        difference.writtenBytes = after.writtenBytes - before.writtenBytes
        if let last = after.synchronisations, let first = before.synchronisations {
            difference.synchronisations = last - first
        }
        return difference
    }

    /// Adds what was used in another round.
    mutating func add(_ other: Counters) {
        ticks += other.ticks
        writtenBytes += other.writtenBytes
        if let more = other.synchronisations { synchronisations = (synchronisations ?? 0) + more }
    }
}
