import AttachmentStore
import BlobModel
import CalendarStore
import DeploymentStore
import FoundationEssentials
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

    /// The order that the upload carries out.
    let exchange: AttachmentExchange

    /// The seconds for which a plan that was made before the body is good: its instant is in the data.
    private static let planLife = 60.0

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
    /// - Throws: What ``admit(_:)`` and ``store(_:_:_:)`` throw.
    func perform(_ action: some UploadAction, with request: FrontRequest) async throws -> Outcome {
        let admission = try await admit(action)
        let body = ByteStream(UploadBytes(request: request.request, context: request.context))
        return try await store(body, admission, action)
    }

    /// Stores bytes from anywhere, and what an action makes of the resource.
    ///
    /// - Parameters:
    ///   - body: The bytes, which are asked for once the storage is ready for them.
    ///   - admission: What was found before.
    ///   - action: What makes an attachment of the bytes.
    /// - Returns: What is stored, durably.
    /// - Throws: `ManagedAttachmentViolation`, `WebDAVError`, `BlobError`, `SQLError`. Nothing of the upload is left then,
    ///   or is soon; but when the outcome of the transaction is unknown, or the home has moved to another shard, the bytes
    ///   stay until a recount.
    func store(_ body: ByteStream, _ admission: Admission, _ action: some UploadAction) async throws -> Outcome {
        try await exchange.dependencies.placements.follow(admission.epoch, now: exchange.received)
        do {
            let stored = try await put(body, admission)
            try verify(stored.description)
            return try await complete(stored, action, admission.domain, reusing: admission.plan)
        } catch SQLError.unknownOutcome(let message) {
            // The transaction may have taken effect: its attachment must keep its bytes.
            throw SQLError.unknownOutcome(message: message)
        } catch {
            releaser.release(id.firstReference, in: admission.domain)
            throw error
        }
    }

    /// Stores what an action makes of the resource with bytes that are durable already, in one write transaction.
    ///
    /// The bytes are looked at first, where a scanner is set.
    ///
    /// - Parameters:
    ///   - stored: The bytes, under the first reference of the attachment.
    ///   - action: What makes an attachment of them.
    ///   - domain: The domain that they are in.
    ///   - admitted: The plan that was made before they came, if one was.
    ///   - also: Called in the transaction with the outcome, to write what has to be true together with it.
    /// - Returns: What is stored, durably.
    /// - Throws: `ManagedAttachmentViolation`, `WebDAVError`, `BlobError`, `SQLError`; what `also` throws. The bytes stay
    ///   for the caller to release.
    func complete(
        _ stored: StoredBlob,
        _ action: some UploadAction,
        _ domain: DedupDomain,
        reusing admitted: AdmittedPlan? = nil,
        also: @escaping @Sendable (Outcome, any SQLTransaction) throws -> Void = { _, _ in }
    ) async throws -> Outcome {
        try await exchange.dependencies.arrivals.check(stored.description, in: domain)
        return try await exchange.dependencies.database.write { txn in
            let place = try exchange.place(in: txn)
            // The home was replaced by another of the same name while the body came.
            guard place.domain == domain else { throw WebDAVError.notFound }
            try PlacementCheck(exchange.dependencies.deployment).verify(stored.place, of: domain, in: txn)
            try exchange.dependencies.arrivals.confirm(stored.description.blob, in: txn)
            // The change is made now: its times are not before those of what came while the body did, and the grace of
            // what it replaces begins.
            let now = exchange.dependencies.now()
            let current = exchange.at(now)
            let young = now.timeIntervalSince(exchange.received) < Self.planLife ? admitted : nil
            let planned =
                try young?.plan(at: place, size: stored.size)
                ?? current.plan(action.at(now), at: place, size: stored.size, in: txn)
            guard let described = planned.attachment else { preconditionFailure("An upload adds an attachment.") }
            let uploaded = attachment(described, of: stored, replacing: action.replaced)
            let object = try current.store(planned, at: place, uploaded: uploaded, in: txn)
            let outcome = Outcome(object: object, attachment: described)
            try also(outcome, txn)
            return outcome
        }
    }

    /// Stores the bytes, and stops at the limit or at the end of the quota, whichever comes first.
    private func put(_ body: ByteStream, _ admission: Admission) async throws -> StoredBlob {
        let maximum = exchange.dependencies.configuration.attachments.maximumSize
        do {
            return try await exchange.dependencies.blobs.put(
                body,
                as: id.firstReference,
                in: admission.domain,
                limit: min(maximum, admission.room),
                expecting: exchange.head.declaredSize
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

    private func attachment(
        _ described: ManagedAttachment,
        of stored: StoredBlob,
        replacing old: ManagedID?
    ) -> Attachment {
        Attachment(
            id: id,
            content: stored.description,
            labels: Attachment.Labels(mediaType: described.mediaType, filename: described.filename),
            // A home is never the home of another user, where a user's name may become another's.
            creator: exchange.principal.home.text,
            created: exchange.received,
            replaces: old.flatMap { AttachmentID(parsing: $0.text) }
        )
    }
}
