import AttachmentStore
import BlobAPI
import BlobModel
import CalendarStore
import Cryptography
import DeploymentStore
import FoundationEssentials
import HTTPSemantics
import HTTPTypes
import Hummingbird
import InternalServing
import ManagedAttachments
import SQLDatabase
import ServiceSupport
import WebDAV

/// What the front does when a node begins with a granted upload, and when it has the bytes.
struct GrantDesk: Sendable {
    private let dependencies: FrontDependencies
    private let releaser: ReferenceReleaser
    private let settlement: GrantSettlement

    /// Makes the desk of a front.
    init(_ dependencies: FrontDependencies, _ releaser: ReferenceReleaser) {
        self.dependencies = dependencies
        self.releaser = releaser
        settlement = GrantSettlement(dependencies: dependencies, releaser: releaser)
    }

    /// Opens a grant for one upload, and makes all checks again that need no body.
    ///
    /// - Parameters:
    ///   - reference: The reference that names the grant.
    ///   - question: The grant as the signed URL has it.
    ///   - caller: The node that asks.
    /// - Returns: Leave to upload, or the answer for the client.
    /// - Throws: `APIProblem`; `SQLError`.
    func open(_ reference: ReferenceID, _ question: GrantQuestion, for caller: NodeID) async throws -> Response {
        let found = try await settlement.grant(reference)
        guard found.digest == question.digest else { throw APIProblem(.grantUnknown) }
        try await check(caller, has: found.domain)
        // A URL that is spent costs no write transaction.
        guard found.admits(question.attempt, now: dependencies.now()) else { throw APIProblem(.grantSpent) }
        let granted: GrantedExchange
        do {
            granted = try await admit(found)
        } catch {
            return try await .relaying(settlement.refuse(found, because: error))
        }
        if found.state == .granted { try await spend(reference, on: question.attempt) }
        return try .json(GrantOpening(granted.terms, dependencies.configuration.attachments.processing))
    }

    private func admit(_ grant: UploadGrant) async throws -> GrantedExchange {
        let granted = try await GrantedExchange(grant, dependencies, releaser)
        _ = try await granted.upload.admit(granted.action)
        return granted
    }

    /// Opens a grant as the last step: what fails before it leaves the URL good.
    private func spend(_ reference: ReferenceID, on attempt: UploadAttemptID) async throws {
        let now = dependencies.now()
        let answer = try OpenedGrant(attempt: attempt).text()
        do {
            let isOpened = try await dependencies.database.write { [store = dependencies.attachments] txn in
                if try store.openGrant(reference, answer: answer, now: now, in: txn) != nil { return true }
                // Of two who come at the same time, one has changed the row; both may be calls of one attempt.
                return try store.grant(reference, in: txn)?.isOpened(by: attempt) ?? false
            }
            guard isOpened else { throw APIProblem(.grantSpent) }
        } catch SQLError.unknownOutcome(_) {
            // It may be open, and then for this attempt alone, which may ask again.
            throw APIProblem(.unavailable, detail: "Whether the grant is open is not known.")
        }
    }

    /// Takes note that the upload of a grant goes on, so that it is not given up.
    ///
    /// - Parameters:
    ///   - reference: The reference that names the grant.
    ///   - attempt: The attempt that was given leave.
    ///   - caller: The node that takes the bytes.
    /// - Returns: 204.
    /// - Throws: `APIProblem`, `grant-spent` where the grant has ended or another attempt has it; `SQLError`.
    func renew(_ reference: ReferenceID, by attempt: UploadAttemptID, for caller: NodeID) async throws -> Response {
        let grant = try await settlement.grant(reference)
        try await check(caller, has: grant.domain)
        let (store, now) = (dependencies.attachments, dependencies.now())
        guard grant.isOpened(by: attempt),
            try await dependencies.database.write({ txn in try store.renewGrant(reference, now: now, in: txn) })
        else { throw APIProblem(.grantSpent) }
        return Response(status: .noContent)
    }

    /// Ends the grant of an upload that broke off; where it has ended, or another attempt has it, nothing is changed.
    ///
    /// - Parameters:
    ///   - reference: The reference that names the grant.
    ///   - attempt: The attempt that was given leave.
    ///   - caller: The node that has given it up.
    /// - Returns: 204.
    /// - Throws: `APIProblem`; `SQLError`.
    func abandon(_ reference: ReferenceID, by attempt: UploadAttemptID, for caller: NodeID) async throws -> Response {
        let grant = try await settlement.grant(reference)
        try await check(caller, has: grant.domain)
        if grant.isOpened(by: attempt) { try await settlement.giveUp(grant) }
        return Response(status: .noContent)
    }

    /// Makes an attachment of bytes that are durable at a node; all checks are made once more.
    ///
    /// - Parameters:
    ///   - reference: The reference that names the grant.
    ///   - completion: The bytes, and where they are.
    ///   - caller: The node that has them.
    /// - Returns: The answer for the client.
    /// - Throws: `APIProblem`; `SQLError`.
    func complete(
        _ reference: ReferenceID,
        _ completion: GrantCompletion,
        for caller: NodeID
    ) async throws -> Response {
        let grant = try await settlement.grant(reference)
        try await check(caller, has: grant.domain, on: completion.place.shard)
        // The release may have been carried out before the bytes came.
        if grant.state == .givenUp { try await settlement.release(grant) }
        guard grant.state == .opened else { return try await .relaying(settlement.again(grant)) }
        guard completion.blob.size == grant.size else {
            throw APIProblem(.malformed, detail: "The grant is for \(grant.size) octets.")
        }
        do {
            return try await .relaying(store(completion, by: grant))
        } catch is GrantSettlement.Overtaken {
            return try await .relaying(settlement.again(settlement.grant(reference)))
        } catch {
            return try await .relaying(settlement.refuse(grant, because: error))
        }
    }

    private func store(_ completion: GrantCompletion, by grant: UploadGrant) async throws -> Response {
        let granted = try await GrantedExchange(grant, dependencies, releaser)
        // RFC 9530 §1: a digest detects content that was altered on its way.
        if let mismatch = granted.exchange.head.digests.mismatch(with: completion.blob.blob.bytes) {
            throw WebDAVError(.badRequest, mismatch)
        }
        var stored = StoredBlob(blob: completion.blob.blob, size: completion.blob.size, addedBytes: 0)
        stored.place = completion.place
        let object = granted.terms.object
        let outcome = try await granted.upload.complete(stored, granted.action, grant.domain) { outcome, txn in
            // Another resource has come in the place of the one that the grant was given for.
            guard outcome.object.id == object else { throw WebDAVError.notFound }
            try settlement.complete(grant, with: outcome, in: txn)
        }
        if granted.exchange.head.action.takesAway { dependencies.releases.ring() }
        return granted.answer(to: outcome)
    }

    /// Refuses a node that has not the domain: it could say of any bytes that they are here.
    private func check(_ caller: NodeID, has domain: DedupDomain, on shard: ShardID? = nil) async throws {
        let epoch = try await dependencies.database.lookUp { [store = dependencies.deployment] txn in
            try store.shardMapEpoch(in: txn)
        }
        let map = try await dependencies.placements.current(atLeast: epoch, now: dependencies.now()).map
        let owner = map.shard(for: domain)
        guard owner.node == caller, shard ?? owner.id == owner.id else { throw APIProblem(.peerForbidden) }
    }
}

extension GrantOpening {
    /// Makes the leave to upload what a grant is bound to.
    ///
    /// - Parameters:
    ///   - terms: What the grant is bound to.
    ///   - processing: How often the client is told that its upload is still worked on; nil for never.
    fileprivate init(_ terms: GrantTerms, _ processing: ProcessingNotice?) {
        self.init(
            size: terms.size,
            contentDigest: terms.fields[.contentDigest],
            reprDigest: terms.fields[.reprDigest],
            processingMilliseconds: processing.map { UInt32(clamping: Int64($0.every / .milliseconds(1))) }
        )
    }
}
