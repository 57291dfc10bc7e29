import AttachmentStore
import BlobModel
import CalendarStore
import DeploymentStore
import ManagedAttachments
import SQLDatabase
import WebDAV

/// What can be found out about an upload before its body is asked for.
extension AttachmentUpload {
    /// What was found.
    struct Admission: Sendable {
        /// The home that pays.
        let domain: DedupDomain

        /// The octets that its quota leaves.
        let room: UInt64

        /// The epoch of the shard map, if there is one.
        let epoch: UInt64?

        /// What the action makes of the resource with a body of the declared size, where that is known and small.
        let plan: AdmittedPlan?
    }

    /// Makes all checks that can be made without the body.
    ///
    /// - Returns: What was found, for ``store(_:_:_:)``.
    /// - Throws: `ManagedAttachmentViolation`, `WebDAVError`, `SQLError`.
    func admit(_ action: some UploadAction) async throws -> Admission {
        if let declared = exchange.head.declaredSize { try exchange.dependencies.arrivals.declared(size: declared) }
        return try await exchange.ask { place, txn in try admit(action, at: place, in: txn) }
    }

    private func admit(
        _ action: some UploadAction,
        at place: AttachmentPlace,
        in txn: any SQLTransaction
    ) throws -> Admission {
        let declared = exchange.head.declaredSize
        let planned = try exchange.plan(action, at: place, size: declared ?? 0, in: txn)
        try exchange.checkRoom(for: planned, at: place, in: txn)
        return Admission(
            domain: place.domain,
            room: try room(for: action, at: place, in: txn),
            epoch: try exchange.dependencies.deployment.shardMapEpoch(in: txn),
            plan: declared.flatMap { AdmittedPlan(planned, at: place, size: $0, in: exchange.dependencies.planRoom) }
        )
    }

    /// Returns the octets that the body may have by the quota.
    ///
    /// - Throws: `WebDAVError` 507 where the declared size is more; `SQLError`.
    private func room(
        for action: some UploadAction,
        at place: AttachmentPlace,
        in txn: any SQLTransaction
    ) throws -> UInt64 {
        let quota = AttachmentQuota(exchange.dependencies)
        let freed = try action.replaced.flatMap { AttachmentID(parsing: $0.text) }.map { replaced in
            try quota.octetsFreed(dropping: replaced, from: place.object.id, in: place.domain, txn)
        }
        let room = try quota.room(in: place.domain, freeing: freed ?? 0, txn)
        // A body of unknown length has at least one octet, or is not worth sending.
        guard exchange.head.declaredSize ?? 1 <= room else { throw WebDAVError.quotaExceeded(quota.limit) }
        return room
    }
}
