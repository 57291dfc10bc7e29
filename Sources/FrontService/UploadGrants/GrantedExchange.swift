import AttachmentStore
import BlobAPI
import BlobModel
import CalendarStore
import HTTPTypes
import Hummingbird
import ManagedAttachments
import SQLDatabase
import WebDAV

/// The request that a grant was given for, made again from its row.
struct GrantedExchange: Sendable {
    /// All that the grant is bound to.
    let terms: GrantTerms

    /// Who asks what of which resource.
    let exchange: AttachmentExchange

    /// What becomes of the body.
    let action: any UploadAction

    /// What carries it out.
    let upload: AttachmentUpload

    /// Makes the request again.
    ///
    /// - Parameters:
    ///   - grant: The grant.
    ///   - dependencies: What the front works with.
    ///   - releaser: Releases what comes to nothing.
    /// - Throws: The problem `grant-spent` for one that has ended; `WebDAVError` 403 for a user who is gone; what the
    ///   head throws; `SQLError`.
    init(_ grant: UploadGrant, _ dependencies: FrontDependencies, _ releaser: ReferenceReleaser) async throws {
        guard let terms = grant.terms else { throw APIProblem(.grantSpent) }
        let principal = try await dependencies.database.lookUp { txn in
            try dependencies.calendars.principal(ofHome: terms.principal, in: txn)
        }
        guard let principal else { throw WebDAVError(.forbidden, "The user who asked for the upload is gone.") }
        let head = try AttachmentActionHead(
            query: terms.query,
            fields: terms.fields,
            allowsInstances: dependencies.configuration.attachments.allowsInstances
        )
        let exchange = AttachmentExchange(
            principal: principal,
            at: terms.path,
            head: head,
            received: terms.date,
            dependencies
        )
        let id = AttachmentID(terms.reference)
        guard let action = exchange.uploadAction(as: id) else {
            preconditionFailure("The grant \(terms.reference) was given for an upload.")
        }
        self.terms = terms
        self.exchange = exchange
        self.action = action
        upload = AttachmentUpload(exchange, as: id, releaser: releaser)
    }

    /// Makes the answer to an upload that was just stored.
    func answer(to outcome: AttachmentUpload.Outcome) -> Response {
        isUpdate ? .updated(outcome, exchange) : .added(outcome, exchange)
    }

    /// Makes the answer to an upload that was stored before.
    ///
    /// - Parameters:
    ///   - object: The resource as it was stored then; nil where it is another one by now.
    ///   - location: The URI of the attachment.
    /// - Returns: The same answer; without the representation where it is another one.
    func answer(again object: CalendarObject?, location: String) -> Response {
        let (whole, bare): (HTTPResponse.Status, HTTPResponse.Status) =
            isUpdate ? (.ok, .noContent) : (.created, .created)
        var response = object.map { .changed($0, exchange, with: whole, without: bare) } ?? Response(status: bare)
        response.headers[.calManagedID] = terms.reference.text
        if !isUpdate { response.headers[.location] = location }
        return response
    }

    private var isUpdate: Bool { action.replaced != nil }
}
