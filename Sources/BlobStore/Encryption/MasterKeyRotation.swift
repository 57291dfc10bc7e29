import BlobModel

/// Wraps the keys of all domains of a shard under a new master key; no data is rewritten.
///
/// It may be stopped, or killed, between any two of its steps: both master keys are good while it runs, and the next
/// rotation goes on. Only when every key is wrapped does the shard's mark name the new master key.
struct MasterKeyRotation: Sendable {
    /// The number of key files that are handled before the next look whether to stop.
    private static let fileStride = 64

    /// The keys.
    let keys: DomainKeyStore

    /// Where the files are read and written.
    let pool: BlockingPool

    /// Wraps what is not wrapped under the current master key yet.
    ///
    /// - Parameter progress: Told after every few files how many of how many were looked at.
    /// - Returns: What was done; files that cannot be used are listed, and keep the rotation from being finished.
    /// - Throws: `CancellationError`, and ``BlobStoreError`` when a file cannot be read or written.
    func run(progress: @Sendable (RotationProgress) -> Void) async throws -> RotationReport {
        let keys = keys
        let domains = try await pool.run { () throws(BlobStoreError) in try keys.domainsToRotate() }
        var report = RotationReport()
        for start in stride(from: 0, to: domains.count, by: Self.fileStride) {
            try Task.checkCancellation()
            let some = domains[start..<min(start + Self.fileStride, domains.count)]
            report += try await pool.run { () throws(BlobStoreError) in try Self.rewrap(some, keys) }
            progress(RotationProgress(done: some.endIndex, total: domains.count))
        }
        guard report.failures.isEmpty else { return report }
        try await pool.run { () throws(BlobStoreError) in try keys.finishRotation() }
        report.isFinished = true
        return report
    }

    private static func rewrap(
        _ domains: ArraySlice<ContentID>,
        _ keys: DomainKeyStore
    ) throws(BlobStoreError) -> RotationReport {
        var report = RotationReport()
        for domainKey in domains {
            do throws(BlobStoreError) {
                if try keys.rewrap(domainKey) { report.rewrapped += 1 } else { report.passedOver += 1 }
            } catch .keys(let path, let fault) {
                report.failures.append("\(BlobStoreError.keys(path, fault))")
            }
        }
        return report
    }
}

/// How far a rotation has come.
package struct RotationProgress: Hashable, Sendable {
    /// The number of key files that were looked at.
    package let done: Int

    /// The number of key files that there are.
    package let total: Int
}

/// What a rotation of the master key did.
package struct RotationReport: Hashable, Sendable, Codable {
    /// The number of keys that were wrapped anew.
    package var rewrapped = 0

    /// The number of key files that were left as they are: wrapped already, or erased.
    package var passedOver = 0

    /// A sentence for each key file that cannot be used.
    package var failures: [String] = []

    /// Tells whether everything is under the current master key, so that the former one is not needed any more.
    package var isFinished = false

    /// Makes the report of a rotation that has done nothing yet.
    package init() {}

    /// Adds what a further part of a rotation did.
    static func += (report: inout RotationReport, part: RotationReport) {
        report.rewrapped += part.rewrapped
        report.passedOver += part.passedOver
        report.failures += part.failures
    }
}
