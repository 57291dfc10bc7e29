import BlobModel
import BlobStore
import FoundationEssentials

/// One piece of the work that a shard does in the background, or on an operator's word.
enum MaintenanceStep: Sendable {
    /// Notes what nobody holds.
    case sweep
    /// Gives back what nobody has held for the grace, which is over for everything.
    case collect
    /// Rewrites the segments of which little is in use.
    case compact
    /// Reads and verifies everything.
    case scrub
    /// Removes everything of a domain.
    case purge(DedupDomain)
}

extension Shard {
    /// Does a piece of work.
    func maintain(_ step: MaintenanceStep) async throws {
        switch step {
        case .sweep: _ = try await sweep()
        case .collect: _ = try await collect(now: Date(timeIntervalSinceNow: 30 * 86_400))
        case .compact: _ = try await compact()
        case .scrub: try await scrubWithoutFindings()
        case .purge(let domain): _ = try await purge(domain, dryRun: false)
        }
    }

    /// A scrub of a shard that nobody damaged finds nothing.
    private func scrubWithoutFindings() async throws {
        let report = try await scrub()
        guard report.findings.isEmpty else { throw ProbeError.contradiction("the scrub found \(report.findings)") }
    }
}
