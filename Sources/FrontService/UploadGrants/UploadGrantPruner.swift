import AttachmentStore
import BlobAPI
import BlobModel
import FoundationEssentials
import Logging
import SQLDatabase
import ServiceLifecycle
import ServiceSupport

/// Gives up grants that nobody uses or completes, and forgets those that ended long ago.
///
/// A node says again and again that an upload goes on; of one that is heard of no more nothing comes, whoever lost what:
/// the front its answer, the node its memory, the client its patience. The bytes may be durable at the node: they are
/// released. Several fronts may run one each.
struct UploadGrantPruner: PeriodicWork {
    /// The seconds after which a grant that nobody used is given up: its URL has expired an hour ago.
    static let unusedTerm = 600.0 + 60 + 3_600

    /// The seconds without a word of its node after which an opened grant is given up.
    static let openedTerm = GrantRenewal.term / .seconds(1)

    /// The seconds in which an upload that was given up may still be under way at its node, with some to spare.
    ///
    /// Its next word tells the node: after a pause, or after two where the call fails, and the calls take their time.
    static let releaseDelay = 3 * (GrantRenewal.pause / .seconds(1))

    /// The seconds for which an ended grant is remembered: a day, in which it is told to be spent.
    static let memory = 86_400.0

    /// The grants that are ended or forgotten in one transaction.
    private static let step = 500

    /// The name of the work in the log.
    let workName = "upload grants"

    /// The pause between two looks.
    let longestPause = Duration.seconds(60)

    /// The logger of the background.
    let logger: Logger

    private let dependencies: FrontDependencies
    private let rest: PrunerRest

    /// Makes a pruner, which begins with ``run()``, soon after.
    init(dependencies: FrontDependencies, logger: Logger) {
        self.dependencies = dependencies
        self.logger = logger
        rest = PrunerRest(began: dependencies.now())
    }

    /// Gives up and forgets everything that is due.
    ///
    /// - Returns: How many grants were given up.
    func look() async throws -> PeriodicLook {
        let began = dependencies.now()
        let unused = try await repeating { txn, now in
            try giveUp(.granted, olderThan: Self.unusedTerm, now, in: txn)
        }
        let incomplete = try await repeating { txn, now in
            guard rest.isOver(at: now) else { return 0 }
            return try giveUp(.opened, olderThan: Self.openedTerm, now, in: txn)
        }
        _ = try await repeating { txn, now in
            try dependencies.attachments.forgetGrants(
                endedBefore: now.addingTimeInterval(-Self.memory),
                limit: Self.step,
                in: txn
            )
        }
        if incomplete > 0 { dependencies.releases.ring() }
        rest.note(lookAt: began)
        return PeriodicLook(count: unused + incomplete)
    }

    private func giveUp(
        _ state: UploadGrant.State,
        olderThan term: Double,
        _ now: Date,
        in txn: any SQLTransaction
    ) throws -> Int {
        let grants = try dependencies.attachments.giveUpGrants(
            state,
            before: now.addingTimeInterval(-term),
            now: now,
            limit: Self.step,
            in: txn
        )
        for grant in grants where state == .opened {
            let due = now.addingTimeInterval(Self.releaseDelay)
            try dependencies.attachments.discard(grant.reference, in: grant.domain, due: due, in: txn)
        }
        return grants.count
    }

    /// Makes steps until one finds less to do than it may, each in a transaction of its own.
    private func repeating(
        _ step: @escaping @Sendable (any SQLTransaction, Date) throws -> Int
    ) async throws -> Int {
        var total = 0
        while true {
            try Task.checkCancellation()
            let now = dependencies.now()
            let count = try await dependencies.database.write { txn in try step(txn, now) }
            total += count
            if count < Self.step { return total }
        }
    }
}
