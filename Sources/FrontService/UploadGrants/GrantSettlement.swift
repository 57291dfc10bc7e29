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
            as: .completed(answer: Self.text(ending)),
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
        guard let refusal = Self.refusal(for: error) else { return try await answer(after: error, of: grant) }
        let (store, now) = (dependencies.attachments, dependencies.now())
        let answer = try Self.text(refusal)
        let isEnded = try await dependencies.database.write { txn in
            // Another call may have opened it since: its upload is not ended by this one.
            let end = UploadGrant.End.refused(answer: answer)
            guard try store.end(grant.reference, as: end, from: grant.state, now: now, in: txn) else { return false }
            let due = now.addingTimeInterval(ReferenceReleaser.delay)
            return try store.discard(grant.reference, in: grant.domain, due: due, in: txn)
        }
        dependencies.releases.ring()
        guard isEnded else { return try await again(try await self.grant(grant.reference)) }
        return await representation(for: refusal, of: grant) ?? refusal.response
    }

    /// The resource as it is, where the client of a failed precondition prefers it; told once, and not again.
    private func representation(for refusal: RefusedGrant, of grant: UploadGrant) async -> Response? {
        guard refusal.status == HTTPResponse.Status.preconditionFailed.code,
            let granted = try? await GrantedExchange(grant, dependencies, releaser),
            granted.exchange.head.preferences.wantsRepresentation,
            let current = try? await CurrentObject.read(
                at: granted.terms.path,
                for: granted.exchange.principal,
                dependencies
            )
        else { return nil }
        let representation = ObjectRepresentation(of: current)
        return representation.preferredResponse(status: .preconditionFailed, at: granted.terms.path.resource)
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
        let text = Array((grant.answer ?? "").utf8)
        switch grant.state {
        case .refused: return try APICoding.decode(RefusedGrant.self, from: text).response
        case .completed: return try await again(grant, APICoding.decode(CompletedGrant.self, from: text))
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

    private static func text(_ ending: some Encodable) throws -> String {
        String(decoding: try APICoding.encode(ending), as: UTF8.self)
    }
}
