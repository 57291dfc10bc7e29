import AttachmentStore
import BlobAPI
import BlobModel
import CalendarStore
import FoundationEssentials
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ManagedAttachments
import SQLDatabase
import ServiceSupport
import WebDAV

/// How the grant of an upload ends, and what its client is told, once or again.
struct GrantSettlement: Sendable {
    /// The grant was ended by somebody else meanwhile.
    struct Overtaken: Error {}

    /// What the front works with.
    let dependencies: FrontDependencies

    /// Releases what comes to nothing.
    let releaser: ReferenceReleaser

    /// Returns a grant.
    ///
    /// - Throws: The problem `grant-unknown`; `SQLError`.
    func grant(_ reference: ReferenceID) async throws -> UploadGrant {
        let grant = try await dependencies.database.read { [store = dependencies.attachments] txn in
            try store.grant(reference, in: txn)
        }
        guard let grant else { throw APIProblem(.grantUnknown) }
        return grant
    }

    /// Writes in the transaction that stores an upload that its grant is completed.
    ///
    /// - Throws: ``Overtaken`` where the grant has ended, which rolls the upload back; `SQLError`.
    func complete(
        _ grant: UploadGrant,
        with outcome: AttachmentUpload.Outcome,
        in txn: any SQLTransaction
    ) throws {
        let ending = CompletedGrant(etag: outcome.object.etag, location: outcome.attachment.uri)
        let isEnded = try dependencies.attachments.end(
            grant.reference,
            as: .completed(answer: ending.text()),
            now: dependencies.now(),
            in: txn
        )
        guard isEnded else { throw Overtaken() }
    }

    /// Ends a grant because of an error that is an answer for its client, and has its bytes released.
    ///
    /// - Returns: The answer; that of before, where the grant has ended before.
    /// - Throws: The problem `unavailable` for an error that may pass; `SQLError`.
    func refuse(_ grant: UploadGrant, because error: any Error) async throws -> Response {
        guard var refusal = Self.refusal(for: error) else { return try await answer(after: error, of: grant) }
        if let terms = grant.terms { refusal.note(terms) }
        guard try await end(grant, as: .refused(answer: refusal.text())) else {
            return try await again(try await self.grant(grant.reference))
        }
        return await answer(refusal, of: grant)
    }

    /// Ends an opened grant of which nothing comes, so that it counts no longer; one that has ended stays as it is.
    ///
    /// - Throws: `SQLError`.
    func giveUp(_ grant: UploadGrant) async throws {
        _ = try await end(grant, as: .givenUp)
    }

    /// Has released what a node stored by a grant that was given up; where that is under way, nothing changes.
    ///
    /// - Throws: `SQLError`.
    func release(_ grant: UploadGrant) async throws {
        let (store, due) = (dependencies.attachments, dependencies.now().addingTimeInterval(ReferenceReleaser.delay))
        _ = try await dependencies.database.write { txn in
            try store.discard(grant.reference, in: grant.domain, due: due, in: txn)
        }
        dependencies.releases.ring()
    }

    /// Ends a grant without an attachment, and has released what may be stored under its reference.
    ///
    /// - Returns: Whether it was as it was read: another call may have opened it since, whose upload goes on.
    private func end(_ grant: UploadGrant, as end: UploadGrant.End) async throws -> Bool {
        let (store, now) = (dependencies.attachments, dependencies.now())
        // By a grant that nobody opened no bytes came.
        let isOpened = grant.state == .opened
        let isEnded = try await dependencies.database.write { txn in
            guard try store.end(grant.reference, as: end, from: grant.state, now: now, in: txn) else { return false }
            let due = now.addingTimeInterval(ReferenceReleaser.delay)
            return try !isOpened || store.discard(grant.reference, in: grant.domain, due: due, in: txn)
        }
        if isOpened, isEnded { dependencies.releases.ring() }
        return isEnded
    }

    /// The answer to the client of a refused grant: the resource as it is now, where that is preferred, and can be read.
    private func answer(_ refusal: RefusedGrant, of grant: UploadGrant) async -> Response {
        guard let path = refusal.preferred?.path, let home = HomeID(parsing: grant.principal),
            let current = try? await current(at: path, forUserOf: home)
        else { return refusal.response }
        return ObjectRepresentation(of: current).preferredResponse(status: .preconditionFailed, at: path.resource)
    }

    private func current(at path: ObjectPath, forUserOf home: HomeID) async throws -> CalendarObject? {
        let principal = try await dependencies.database.lookUp { [calendars = dependencies.calendars] txn in
            try calendars.principal(ofHome: home, in: txn)
        }
        guard let principal else { return nil }
        return try await CurrentObject.read(at: path, for: principal, dependencies)
    }

    /// Returns the answer of a grant that somebody else has ended, where that is what the fault came from.
    ///
    /// - Throws: The problem `unavailable` for a fault that may pass; `SQLError`.
    private func answer(after fault: any Error, of grant: UploadGrant) async throws -> Response {
        let isInDoubt = if case .unknownOutcome? = fault as? SQLError { true } else { false }
        if !isInDoubt {
            let current = try await self.grant(grant.reference)
            if !current.state.isOpen { return try await again(current) }
        }
        throw APIProblem(.unavailable, detail: "The upload cannot be settled now.")
    }

    /// Returns the answer that the client of an ended grant got, or should have got.
    ///
    /// - Throws: The problem `grant-spent` for one that has no answer; `SQLError`.
    func again(_ grant: UploadGrant) async throws -> Response {
        switch grant.state {
        case .refused: return await answer(try RefusedGrant(parsing: grant.answer), of: grant)
        case .completed: return try await again(grant, CompletedGrant(parsing: grant.answer))
        case .granted, .opened, .givenUp: throw APIProblem(.grantSpent)
        }
    }

    private func again(_ grant: UploadGrant, _ ending: CompletedGrant) async throws -> Response {
        do {
            let granted = try await GrantedExchange(grant, dependencies, releaser)
            let (exchange, path) = (granted.exchange, granted.terms.path)
            let object = try await CurrentObject.read(at: path, for: exchange.principal, dependencies)
            return granted.answer(again: object?.etag == ending.etag ? object : nil, location: ending.location)
        } catch let error as WebDAVError {
            // The attachment is there; but who asked for it may not see the resource any more.
            return error.response
        }
    }

    /// The answer for the client, where an error is one and not a fault of the service that passes.
    private static func refusal(for error: any Error) -> RefusedGrant? {
        switch error {
        case let violation as ManagedAttachmentViolation: return RefusedGrant(WebDAVError(violation))
        case AttachmentStoreError.abandoned:
            let late = WebDAVError(.serviceUnavailable, "The upload took too long and was given up.")
            return RefusedGrant(late, retryAfter: 1)
        case BlobError.staleShardMap: return RefusedGrant(WebDAVError(answering: error), retryAfter: 1)
        // A scanner that is away: the client sends the bytes again, since its URL is spent.
        case let error as HTTPError where error.status == .serviceUnavailable:
            return RefusedGrant(WebDAVError(answering: error), retryAfter: 10)
        default:
            let answer = WebDAVError(answering: error)
            let isFinal = answer.status.kind == .clientError || answer.status.code == 507
            return isFinal ? RefusedGrant(answer) : nil
        }
    }
}
