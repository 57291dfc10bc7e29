import AttachmentStore
import BlobModel
import CalendarStore
import DeploymentStore
import HTTPSemantics
import Hummingbird
import ManagedAttachments
import SQLDatabase
import ServiceSupport
import WebDAV

/// Stores the body of a POST as an attachment: reference first, truth second.
///
/// All checks are made before the body is asked for. Then the bytes are stored under a reference, and one transaction
/// makes all checks again, stores the resource, and links the attachment.
struct AttachmentUpload: Sendable {
    /// What comes of an upload.
    struct Outcome: Sendable {
        /// The resource as it is stored.
        let object: CalendarObject

        /// What its ATTACH says.
        let attachment: ManagedAttachment
    }

    /// What was found before the body was asked for.
    private struct Admission: Sendable {
        /// The home that pays.
        let domain: DedupDomain
        /// The octets that its quota leaves.
        let room: UInt64
        /// The epoch of the shard map, if there is one.
        let epoch: UInt64?
    }

    private let exchange: AttachmentExchange
    private let id: AttachmentID
    private let releaser: ReferenceReleaser

    /// Makes the upload that stores an attachment under an identity.
    init(_ exchange: AttachmentExchange, as id: AttachmentID, releaser: ReferenceReleaser) {
        self.exchange = exchange
        self.id = id
        self.releaser = releaser
    }

    /// Stores the body of a request and what an action makes of the resource.
    ///
    /// - Returns: What is stored, durably.
    /// - Throws: `ManagedAttachmentViolation`, `WebDAVError`, `BlobError`, `SQLError`. Nothing of the upload is left then,
    ///   or is soon; but when the outcome of the transaction is unknown, or the home has moved to another shard, the bytes
    ///   stay until a recount.
    func perform(_ action: some UploadAction, with request: FrontRequest) async throws -> Outcome {
        let (admission, occurrences) = try await admit(action)
        try await exchange.dependencies.placements.follow(admission.epoch, now: exchange.received)
        let body = ByteStream(UploadBytes(request: request.request, context: request.context))
        do {
            let stored = try await put(body, admission)
            try verify(stored.description)
            return try await exchange.dependencies.database.write { txn in
                try store(stored, action, in: admission.domain, indexed: occurrences, txn)
            }
        } catch SQLError.unknownOutcome(let message) {
            // The transaction may have taken effect: its attachment must keep its bytes.
            throw SQLError.unknownOutcome(message: message)
        } catch {
            releaser.release(id.firstReference, in: admission.domain)
            throw error
        }
    }

    /// Makes all checks that can be made without the body, and calculates what need not be done in a transaction.
    private func admit(_ action: some UploadAction) async throws -> (Admission, TargetOccurrences) {
        let (admission, target) = try await exchange.dependencies.database.read { txn in
            let target = try exchange.target(in: txn)
            return (try admit(action, on: target, in: txn), target)
        }
        return (admission, TargetOccurrences(target, now: exchange.received))
    }

    private func admit(
        _ action: some UploadAction,
        on target: AttachmentTarget,
        in txn: any SQLTransaction
    ) throws -> Admission {
        let planned = try exchange.plan(action, on: target, size: exchange.head.declaredSize ?? 0, in: txn)
        try exchange.checkRoom(for: planned, on: target, in: txn)
        let quota = AttachmentQuota(exchange.dependencies)
        let freed = try action.replaced.flatMap { AttachmentID(parsing: $0.text) }.map { replaced in
            try quota.octetsFreed(dropping: replaced, from: target.object.id, in: target.domain, txn)
        }
        let room = try quota.room(in: target.domain, freeing: freed ?? 0, txn)
        // A body of unknown length has at least one octet, or is not worth sending.
        guard exchange.head.declaredSize ?? 1 <= room else { throw WebDAVError.quotaExceeded(quota.limit) }
        let epoch = try exchange.dependencies.deployment.shardMapEpoch(in: txn)
        return Admission(domain: target.domain, room: room, epoch: epoch)
    }

    /// Stores the bytes, and stops at the limit or at the end of the quota, whichever comes first.
    private func put(_ body: ByteStream, _ admission: Admission) async throws -> StoredBlob {
        let maximum = exchange.dependencies.configuration.attachments.maximumSize
        do {
            return try await exchange.dependencies.blobs.put(
                body,
                as: id.firstReference,
                in: admission.domain,
                limit: min(maximum, admission.room)
            )
        } catch BlobError.tooLarge {
            guard admission.room < maximum else { throw ManagedAttachmentViolation.maxAttachmentSize(limit: maximum) }
            throw WebDAVError.quotaExceeded(exchange.dependencies.configuration.quotaBytes)
        }
    }

    /// RFC 9530 §1: a digest detects content that was altered on its way; the blob's name is the SHA-256 of all its bytes.
    private func verify(_ content: BlobDescription) throws(WebDAVError) {
        guard let mismatch = exchange.head.digests.mismatch(with: content.blob.bytes) else { return }
        throw WebDAVError(.badRequest, mismatch)
    }

    private func store(
        _ stored: StoredBlob,
        _ action: some UploadAction,
        in domain: DedupDomain,
        indexed occurrences: TargetOccurrences,
        _ txn: any SQLTransaction
    ) throws -> Outcome {
        let target = try exchange.target(in: txn)
        // The home was replaced by another of the same name while the body came.
        guard target.domain == domain else { throw WebDAVError.notFound }
        try PlacementCheck(exchange.dependencies.deployment).verify(stored.place, of: domain, in: txn)
        let planned = try exchange.plan(action, on: target, size: stored.size, in: txn)
        guard let attachment = planned.attachment else { preconditionFailure("An upload adds an attachment.") }
        let uploaded = Attachment(
            id: id,
            content: stored.description,
            labels: Attachment.Labels(mediaType: attachment.mediaType, filename: attachment.filename),
            // A home is never the home of another user, where a user's name may become another's.
            creator: exchange.principal.home.text,
            created: exchange.received
        )
        let object = try exchange.store(
            planned,
            on: target,
            indexed: occurrences,
            uploaded: uploaded,
            in: txn
        )
        return Outcome(object: object, attachment: attachment)
    }
}
