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
    /// Reads and verifies everything, and finds nothing but damage that was done and is not known to be healed.
    case scrub
    /// Removes everything of a domain.
    case purge(DedupDomain)
    /// Wraps the keys of all domains under the new master key.
    case rotate
    /// Erases the key of a domain.
    case erase(DedupDomain)
}

extension Shard {
    /// Does a piece of work.
    ///
    /// - Parameters:
    ///   - step: The work.
    ///   - damages: What a scrub may find.
    /// - Throws: What the shard throws, and ``ProbeError/contradiction(_:)``.
    func maintain(_ step: MaintenanceStep, after damages: [Damage] = []) async throws {
        switch step {
        case .sweep: _ = try await sweep()
        case .collect: _ = try await collect(now: Date(timeIntervalSinceNow: 30 * 86_400))
        case .compact: _ = try await compact()
        case .scrub: try await scrub(after: damages)
        case .purge(let domain): _ = try await purge(domain, dryRun: false)
        case .rotate: try await rotate()
        case .erase(let domain): try await eraseKey(of: domain)
        }
    }

    /// Reads and verifies everything, from the first byte on: an interrupted pass is brought to its end before.
    ///
    /// - Throws: ``ProbeError/contradiction(_:)`` when something is found that no damage explains.
    func scrub(after damages: [Damage]) async throws {
        var findings: [ShardFinding] = []
        if try await scrubStatus().passStarted != nil { findings += try await scrub().findings }
        findings += try await scrub().findings
        let unexplained = findings.filter { finding in
            !finding.isOfFailedCall && !damages.contains { $0.explains(finding) }
        }
        guard unexplained.isEmpty else { throw ProbeError.contradiction("the scrub found \(unexplained)") }
    }

    private func rotate() async throws {
        let report = try await rotateMasterKey()
        guard report.isFinished else { throw ProbeError.contradiction("the rotation ended with \(report.failures)") }
    }
}

extension ShardFinding {
    /// Whether a call that was made to fail explains the finding: whoever cannot open a segment cannot read it.
    fileprivate var isOfFailedCall: Bool {
        switch self {
        case .unreadableSegment, .unrecordedContent: Probe.failures > 0
        default: false
        }
    }
}
