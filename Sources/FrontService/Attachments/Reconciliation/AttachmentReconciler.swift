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
    ///
    /// Its key is a digest, which most PUTs need not: it is made when it is asked for.
    var domain: DedupDomain { DedupDomain(write.owner.home) }

    private let dependencies: FrontDependencies
    private let write: ObjectWrite
    private let planner: AttachmentPlanner

    /// Makes the reconciler of a PUT.
    init(_ dependencies: FrontDependencies, _ write: ObjectWrite) {
        self.dependencies = dependencies
        self.write = write
        planner = dependencies.planner
    }

    /// Returns whether the PUT has nothing to do with attachments: its data has none, nor has what it replaces.
    ///
    /// Most PUTs are so. What they replace need not be parsed then, while every other write waits.
    ///
    /// - Throws: `SQLError`.
    func isUnconcerned(replacing old: CalendarObject?, in txn: any SQLTransaction) throws -> Bool {
        guard write.new.attachPropertyCount == 0 else { return false }
        guard let old else { return true }
        return try !AttachText.mayStand(in: old.data) && linked(to: old.id, in: txn).isEmpty
    }

    /// What becomes of a PUT that has nothing to do with attachments.
    var unconcerned: ReconciledWrite { ReconciledWrite(resource: write.new, isChanged: false) }

    /// Finds out what has to be durable before the PUT can be stored.
    ///
    /// - Throws: `WebDAVError` for data that cannot be stored, or where the copies exceed the quota; `SQLError`.
    func prepare() async throws -> WritePreparation {
        // Most PUTs mention no attachment, and need no look.
        guard !planner.mentionedAttachments(in: write.new).all.isEmpty else { return .none }
        let (preparation, epoch) = try await dependencies.database.read { txn in
            (try prepare(in: txn), try dependencies.deployment.shardMapEpoch(in: txn))
        }
        if !preparation.sources.isEmpty { try await dependencies.placements.follow(epoch, now: write.now) }
        return preparation
    }

    private func prepare(in txn: any SQLTransaction) throws -> WritePreparation {
        let old = try dependencies.calendars.object(named: write.name, in: write.calendar.id, in: txn)
        let plan = try plan(replacing: old, in: txn)
        let sources = try plan.copies.map { try source(of: $0, in: txn) }
        let restored = try dependencies.attachments.attachments(plan.restorations, in: txn).values.map(\.size)
        let copied = sources.map(\.size).reduce(0, +)
        let quota = AttachmentQuota(dependencies)
        guard try sources.isEmpty || copied <= quota.room(in: domain, txn) else {
            throw WebDAVError.quotaExceeded(quota.limit)
        }
        return WritePreparation(sources: sources, octets: copied + restored.reduce(0, +))
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
    /// - Parameters:
    ///   - old: The object that is replaced, or nil where the PUT creates one.
    ///   - arrivals: What stands for files in the data.
    ///   - txn: The transaction.
    /// - Returns: The plan.
    /// - Throws: `WebDAVError` 403 with the precondition that the data violates; `ObjectWriteOutdated` where an attachment
    ///   that stands for a file is linked no more; `SQLError`.
    func plan(
        replacing old: CalendarObject?,
        taking arrivals: InlineArrivals = InlineArrivals(),
        in txn: any SQLTransaction
    ) throws -> AttachmentPlan {
        let oldResource = try old.map { try CalendarObjectResource(parsing: $0.data) }
        let linked = try linked(to: old?.id, in: txn)
        guard arrivals.known.isSubset(of: linked.compactMap { AttachmentID(parsing: $0.id.text) }) else {
            throw ObjectWriteOutdated()
        }
        let others = Set(planner.mentionedAttachments(in: write.new).all).subtracting(linked.map(\.id))
        let knowledge = AttachmentKnowledge(
            linked: linked,
            standings: others.isEmpty
                ? [:]
                : try StandingLookup(dependencies, planner: planner, of: write).standings(of: Array(others), in: txn),
            role: SchedulingRole(
                in: write.new,
                replacing: oldResource,
                ownerAddresses: write.owner.calendarUserAddresses
            ),
            arriving: arrivals.descriptions
        )
        return try reconciled(with: oldResource, knowledge)
    }

    /// Carries out the effects of a plan, within the quota.
    ///
    /// - Parameters:
    ///   - plan: The plan that was made in the same transaction.
    ///   - object: The object that was stored.
    ///   - copies: The copies that were made.
    ///   - arrivals: What stands for files in the data.
    ///   - txn: The transaction.
    /// - Throws: `WebDAVError` 507 beyond the quota; `AttachmentStoreError`; `SQLError`.
    func apply(
        _ plan: AttachmentPlan,
        to object: ObjectID,
        with copies: [AttachmentID: StoredCopy],
        taking arrivals: InlineArrivals,
        in txn: any SQLTransaction
    ) throws {
        guard !plan.effects.isEmpty else { return }
        let terms = RemovalTerms(now: write.now, dependencies.configuration)
        var effects = AttachmentEffects(on: object, of: write.calendar.id, in: domain, terms: terms)
        effects.formerInstances = plan.formerInstances
        effects.copies = copies.mapValues(\.reference)
        effects.uploaded = arrivals.stored.mapValues(\.attachment)
        do {
            try AttachmentQuota(dependencies).enforce(in: domain, txn) {
                try effects.apply(plan.effects, to: dependencies.attachments, in: txn)
            }
        } catch let error as WebDAVError where !arrivals.stored.isEmpty {
            // The room for files of the data went to another request meanwhile: they stay in the data then.
            throw ObjectWriteOutdated(cause: error)
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
        if plan.isDataChanged { try ParserAllowance.check(elements: plan.calendar.object.calendar.elementCount) }
        return plan
    }

    private func linked(to object: ObjectID?, in txn: any SQLTransaction) throws -> [ManagedAttachment] {
        guard let object else { return [] }
        return try dependencies.attachments.linkedAttachments(of: LinkedObjectID(object.text), in: txn)
            .map(planner.description)
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
