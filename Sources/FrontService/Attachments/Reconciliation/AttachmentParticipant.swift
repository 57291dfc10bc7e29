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
    private let arrivals: InlineArrivals
    private let check: any ArrivalCheck
    private let releaser: ReferenceReleaser
    private let used = Mutex<Set<AttachmentID>>([])

    /// Makes the participant.
    ///
    /// - Parameters:
    ///   - reconciler: Plans the PUT.
    ///   - copies: The copies that were made for it.
    ///   - arrivals: What stands for files in its data.
    ///   - check: What is asked again about the octets of these files.
    ///   - releaser: Releases what comes to nothing.
    init(
        reconciler: AttachmentReconciler,
        copies: [AttachmentID: StoredCopy],
        arrivals: InlineArrivals,
        check: any ArrivalCheck,
        releaser: ReferenceReleaser
    ) {
        self.reconciler = reconciler
        self.copies = copies
        self.arrivals = arrivals
        self.check = check
        self.releaser = releaser
    }

    /// Plans the PUT on what the transaction sees.
    ///
    /// - Throws: `WebDAVError` 403 for data that cannot be stored, or files in which malware was found meanwhile;
    ///   `ObjectWriteOutdated` where bytes would have to be copied that were not when the PUT was begun, were copied to
    ///   a shard that no longer has the home, or stand for a file that there is no room for any more; `SQLError`.
    func reconcile(replacing old: CalendarObject?, in txn: any SQLTransaction) throws -> ReconciledWrite {
        if try reconciler.isUnconcerned(replacing: old, in: txn) { return reconciler.unconcerned }
        let plan = try reconciler.plan(replacing: old, taking: arrivals, in: txn)
        let copied = Set(plan.copies)
        guard copied.isSubset(of: copies.keys) else { throw ObjectWriteOutdated() }
        let linked = plan.links
        // What another PUT copied meanwhile is linked, and not copied again.
        let needed = copies.filter { copied.contains($0.key) }
            .merging(arrivals.stored.filter { linked.contains($0.key) }.mapValues(\.copy)) { copy, _ in copy }
        try reconciler.verify(Array(needed.values), in: txn)
        for new in arrivals.stored.values where linked.contains(new.attachment.id) {
            try check.confirm(new.attachment.blob, in: txn)
        }
        used.withLock { $0 = Set(needed.keys) }
        return ReconciledWrite(
            resource: plan.calendar,
            isChanged: plan.isDataChanged,
            unlinks: plan.unlinks
        ) { [reconciler, copies, arrivals] id, txn in
            try reconciler.apply(plan, to: id, with: copies, taking: arrivals, in: txn)
        }
    }

    /// Releases what was not needed.
    func committed() async {
        release(except: used.withLock { $0 })
    }

    /// Releases all that was prepared.
    func rolledBack() async {
        release(except: [])
    }

    /// The bytes that were stored for the PUT, by the attachments that they are of.
    private var prepared: [AttachmentID: StoredCopy] {
        copies.merging(arrivals.stored.mapValues(\.copy)) { copy, _ in copy }
    }

    private func release(except kept: Set<AttachmentID>) {
        for (id, copy) in prepared where !kept.contains(id) {
            releaser.release(copy.reference, in: reconciler.domain)
        }
    }
}
