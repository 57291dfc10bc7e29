import AttachmentStore
import BlobModel
import CalendarStore
import DeploymentStore
import ICalendar
import ManagedAttachments
import SQLDatabase
import WebDAV

/// Plans one PUT with what the database knows of the attachments that its data mentions.
struct AttachmentReconciler: Sendable {
    /// The dedup domain of the home that is written to, which pays for the attachments.
    let domain: DedupDomain

    private let dependencies: FrontDependencies
    private let write: ObjectWrite
    private let planner: AttachmentPlanner

    /// Makes the reconciler of a PUT.
    init(_ dependencies: FrontDependencies, _ write: ObjectWrite) {
        self.dependencies = dependencies
        self.write = write
        domain = DedupDomain(write.owner.home)
        planner = AttachmentPlanner(dependencies.configuration)
    }

    /// Finds the attachments whose bytes must be copied into the home before the PUT can be stored.
    ///
    /// - Throws: `WebDAVError` for data that cannot be stored, or where the copies exceed the quota; `SQLError`.
    func missingCopies() async throws -> [AttachmentCopier.Source] {
        // Most PUTs mention no attachment, and need no look.
        guard !planner.mentionedAttachments(in: write.new).all.isEmpty else { return [] }
        let (sources, epoch) = try await dependencies.database.read { txn in
            let old = try dependencies.calendars.object(named: write.name, in: write.calendar.id, in: txn)
            let sources = try plan(replacing: old, in: txn).copies.map { try source(of: $0, in: txn) }
            let quota = AttachmentQuota(dependencies)
            let room = try quota.room(in: domain, txn)
            let needed = sources.reduce(0) { $0 + $1.size }
            guard needed <= room || sources.isEmpty else { throw WebDAVError.quotaExceeded(quota.limit) }
            return (sources, try dependencies.deployment.shardMapEpoch(in: txn))
        }
        if !sources.isEmpty { try await dependencies.placements.follow(epoch, now: write.now) }
        return sources
    }

    /// Checks that copies are on the shard that has the home in the transaction that names them.
    ///
    /// - Throws: `ObjectWriteOutdated` when they have to be made again; `SQLError`.
    func verify(_ copies: [StoredCopy], in txn: any SQLTransaction) throws {
        let check = PlacementCheck(dependencies.deployment)
        do {
            for copy in copies { try check.verify(copy.place, of: domain, in: txn) }
        } catch let error as BlobError {
            throw ObjectWriteOutdated(cause: error)
        }
    }

    /// Plans the PUT on what a transaction sees.
    ///
    /// - Throws: `WebDAVError` 403 with the precondition that the data violates; `SQLError`.
    func plan(replacing old: CalendarObject?, in txn: any SQLTransaction) throws -> AttachmentPlan {
        let oldResource = try old.map { try CalendarObjectResource(parsing: $0.data) }
        let linked = try linked(to: old?.id, in: txn)
        let others = Set(planner.mentionedAttachments(in: write.new).all).subtracting(linked.map(\.id))
        let lookup = StandingLookup(
            dependencies,
            planner: planner,
            principal: write.principal,
            home: write.owner.home
        )
        let knowledge = AttachmentKnowledge(
            linked: linked,
            standings: try lookup.standings(of: Array(others), in: txn),
            role: SchedulingRole(in: write.new, replacing: oldResource, ownerAddresses: write.owner.addresses)
        )
        return try reconciled(with: oldResource, knowledge)
    }

    /// Carries out the effects of a plan, within the quota.
    ///
    /// - Parameters:
    ///   - plan: The plan that was made in the same transaction.
    ///   - object: The object that was stored.
    ///   - copies: The copies that were made.
    ///   - txn: The transaction.
    /// - Throws: `WebDAVError` 507 beyond the quota; `AttachmentStoreError`; `SQLError`.
    func apply(
        _ plan: AttachmentPlan,
        to object: ObjectID,
        with copies: [AttachmentID: StoredCopy],
        in txn: any SQLTransaction
    ) throws {
        let terms = RemovalTerms(now: write.now, dependencies.configuration)
        var effects = AttachmentEffects(on: object, in: domain, terms: terms)
        effects.copies = copies.mapValues(\.reference)
        try AttachmentQuota(dependencies).enforce(in: domain, txn) {
            try effects.apply(plan.effects, to: dependencies.attachments, in: txn)
        }
    }

    private func reconciled(
        with old: CalendarObjectResource?,
        _ knowledge: AttachmentKnowledge
    ) throws -> AttachmentPlan {
        let plan: AttachmentPlan
        do {
            plan = try planner.reconcile(write.new, replacing: old, knowing: knowledge)
        } catch {
            throw WebDAVError(error)
        }
        // What is stored can be read again: data at the parser's limits takes no more.
        if plan.isDataChanged { _ = try CalendarDataBody.parse(plan.calendar.serialised()) }
        return plan
    }

    private func linked(to object: ObjectID?, in txn: any SQLTransaction) throws -> [ManagedAttachment] {
        guard let object else { return [] }
        return try dependencies.attachments.attachments(linkedBy: LinkedObjectID(object.text), in: txn)
            .map { planner.description(of: $0.attachment) }
    }

    private func source(of id: AttachmentID, in txn: any SQLTransaction) throws -> AttachmentCopier.Source {
        guard let attachment = try dependencies.attachments.attachment(id, in: txn),
            let holding = try dependencies.attachments.holdings(of: id, in: txn).first(where: \.state.hasBytes)
        else { preconditionFailure("The plan of this transaction copies \(id), so another home has its bytes.") }
        return AttachmentCopier.Source(
            attachment: id,
            blob: attachment.blob,
            size: attachment.size,
            domain: holding.domain
        )
    }
}
