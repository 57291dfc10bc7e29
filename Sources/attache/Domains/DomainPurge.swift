import AttachmentStore
import BlobAPI
import BlobClient
import BlobModel
import CalendarStore
import DeploymentStore
import FoundationEssentials
import Logging
import SQLDatabase

/// Takes everything away that a dedup domain has, in the database first and then at its node.
///
/// The database has to be done with the domain: no user's home, and nothing held that can still be had. Releases that the
/// front has outstanding are begun before, so that nobody has something back whose bytes are going; and noted as done
/// after. What a purge that breaks off leaves, the front releases as ever.
struct DomainPurge {
    /// The time for which the outstanding releases are the purge's, in seconds.
    private static let lease = 3_600.0

    /// What the database knows.
    private struct Plan: Sendable {
        let node: NodeEntry
        let epoch: UInt64
        let deployment: DeploymentID
    }

    /// The domain.
    let domain: DedupDomain

    /// The metadata database.
    let database: any SQLDatabase

    /// The operator's secret.
    let secret: PeerSecret

    /// Purges the domain, or tells what that would take away.
    ///
    /// - Parameters:
    ///   - dryRun: Whether to change nothing.
    ///   - now: The present.
    /// - Returns: What was removed.
    /// - Throws: ``DomainPurgeError``; `OperatorClientError`; `SQLError`.
    func run(dryRun: Bool, now: Date) async throws -> PurgeAnswer {
        let domain = domain
        let plan = try await database.read { txn in
            if !dryRun { try Self.check(domain, in: txn) }
            return try Self.plan(for: domain, in: txn)
        }
        guard !dryRun else { return try await order(plan, dryRun: true) }
        let references = try await database.write { txn in
            try Self.check(domain, in: txn)
            let leaseEnd = now.addingTimeInterval(Self.lease)
            return try AttachmentStore().beginReleases(heldBy: domain, leaseEnd: leaseEnd, in: txn)
        }
        let answer = try await order(plan, dryRun: false)
        try await complete(references)
        return answer
    }

    private func order(_ plan: Plan, dryRun: Bool) async throws -> PurgeAnswer {
        let order = PurgeOrder(deployment: plan.deployment, dryRun: dryRun)
        return try await OperatorClient.with(
            node: plan.node.id,
            base: plan.node.internalURL,
            secret: secret,
            logger: .quiet
        ) { client in
            try await client.purge(domain, order: order, epoch: plan.epoch)
        }
    }

    private func complete(_ references: [ReferenceID]) async throws {
        let size = 500
        for start in stride(from: 0, to: references.count, by: size) {
            let batch = references[start..<min(start + size, references.count)]
            try await database.write { txn in
                for reference in batch { try AttachmentStore().completeRelease(of: reference, in: txn) }
            }
        }
    }

    private static func check(_ domain: DedupDomain, in txn: any SQLTransaction) throws {
        let principals = try CalendarStore().principals(in: txn)
        if let owner = principals.first(where: { $0.home.text == domain.id }) {
            throw DomainPurgeError.homeInUse(owner.uid)
        }
        let live = try AttachmentStore().liveHoldings(of: domain, in: txn)
        guard live == 0 else { throw DomainPurgeError.holdsAttachments(live) }
    }

    private static func plan(for domain: DedupDomain, in txn: any SQLTransaction) throws -> Plan {
        let store = DeploymentStore()
        guard let map = try store.shardMap(in: txn) else { throw DomainPurgeError.noShardMap }
        return Plan(
            node: map.node(for: domain),
            epoch: map.epoch,
            deployment: try store.deployment(in: txn).id
        )
    }
}
