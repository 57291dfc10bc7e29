import AttachmentStore
import BlobModel
import CalendarStore
import ManagedAttachments
import SQLDatabase
import Synchronization

/// Takes part in one PUT: reconciles its data, and carries out the effects in its transaction.
final class AttachmentParticipant: ObjectWriteParticipant {
    private let reconciler: AttachmentReconciler
    private let copies: [AttachmentID: StoredCopy]
    private let releaser: ReferenceReleaser
    private let used = Mutex<Set<AttachmentID>>([])

    /// Makes the participant.
    ///
    /// - Parameters:
    ///   - reconciler: Plans the PUT.
    ///   - copies: The copies that were made for it.
    ///   - releaser: Releases those that come to nothing.
    init(reconciler: AttachmentReconciler, copies: [AttachmentID: StoredCopy], releaser: ReferenceReleaser) {
        self.reconciler = reconciler
        self.copies = copies
        self.releaser = releaser
    }

    /// Plans the PUT on what the transaction sees.
    ///
    /// - Throws: `WebDAVError` 403 for data that cannot be stored; `ObjectWriteOutdated` where bytes would have to be
    ///   copied that were not when the PUT was begun, or were copied to a shard that no longer has the home; `SQLError`.
    func reconcile(replacing old: CalendarObject?, in txn: any SQLTransaction) throws -> ReconciledWrite {
        let plan = try reconciler.plan(replacing: old, in: txn)
        let copied = Set(plan.copies)
        guard copied.isSubset(of: copies.keys) else { throw ObjectWriteOutdated() }
        try reconciler.verify(copied.compactMap { copies[$0] }, in: txn)
        used.withLock { $0 = copied }
        return ReconciledWrite(
            resource: plan.calendar,
            isChanged: plan.isDataChanged,
            unlinks: plan.unlinks
        ) { [reconciler, copies] id, txn in
            try reconciler.apply(plan, to: id, with: copies, in: txn)
        }
    }

    /// Releases the copies that were not needed.
    func committed() async {
        release(except: used.withLock { $0 })
    }

    /// Releases all copies.
    func rolledBack() async {
        release(except: [])
    }

    private func release(except kept: Set<AttachmentID>) {
        for (id, copy) in copies where !kept.contains(id) {
            releaser.release(copy.reference, in: reconciler.domain)
        }
    }
}

extension AttachmentPlan {
    /// Whether attachments lose a link.
    fileprivate var unlinks: Bool {
        effects.contains { effect in
            guard case .unlink = effect else { return false }
            return true
        }
    }

    /// The attachments whose bytes must be copied before the plan can be carried out.
    var copies: [AttachmentID] {
        effects.compactMap { effect in
            guard case .copyIntoHome(let id, _) = effect else { return nil }
            return AttachmentID(parsing: id.text)
        }
    }
}
