import AttachmentStore
import BlobModel
import CalendarStore
import DeploymentStore
import FoundationEssentials
import HTTPTypes
import Hummingbird
import SQLDatabase
import ServiceSupport

/// Sends clients with long bodies to the node that will have them (RFC 8607 §3.11.4).
///
/// Only a client that waits for leave is redirected: it has not sent its body yet, and sends it once. The grant is a row
/// before the client has its URL.
struct UploadGrantMinter: Sendable {
    /// The most grants that a user may have open; what he uploads beyond them goes through the front.
    static let openLimit = 64

    private let dependencies: FrontDependencies

    /// Makes the minter of a front.
    init(_ dependencies: FrontDependencies) {
        self.dependencies = dependencies
    }

    /// Sends the client of a request to the node, if it is one to be sent there and nothing speaks against its upload.
    ///
    /// - Parameters:
    ///   - request: The request, whose body was not asked for.
    ///   - id: The attachment to come.
    ///   - action: What is to become of the body.
    ///   - upload: What would carry it out.
    /// - Returns: 307 with the signed URL; nil where the body has to go through the front.
    /// - Throws: What ``redirect(_:_:as:_:)`` and the checks throw.
    func redirected(
        _ request: FrontRequest,
        as id: AttachmentID,
        for action: some UploadAction,
        by upload: AttachmentUpload
    ) async throws -> Response? {
        guard redirects(upload.exchange.head, request) else { return nil }
        return try await redirect(request, upload.exchange, as: id, upload.admit(action))
    }

    /// Tells whether a request is one whose client is redirected, as far as its head says.
    func redirects(_ head: AttachmentActionHead, _ request: FrontRequest) -> Bool {
        let configuration = dependencies.configuration.attachments
        guard configuration.upload == .redirect, let size = head.declaredSize, size >= configuration.redirectFrom else {
            return false
        }
        // RFC 9110 §10.1.1: the client "is about to send a (presumably large) content in this request and wishes to
        // receive a 100 (Continue) interim response". Of a client of HTTP/1.0, which no 307 would reach before its body,
        // the connection's rules leave no such field.
        return request.request.headers[.expect]?.lowercased() == "100-continue"
    }

    /// Grants an upload at the node that has the home, and redirects the client to it.
    ///
    /// - Parameters:
    ///   - request: The request, whose body was not asked for.
    ///   - exchange: What it asks for.
    ///   - id: The attachment to come.
    ///   - admission: What was found when all checks were made.
    /// - Returns: 307 with the signed URL; nil where the body has to go through the front, because the node is not to be
    ///   reached safely, the user has too many uploads open, or the fields are too long to be kept.
    /// - Throws: `WebDAVError`; `BlobError` where the node does not answer; `SQLError`.
    func redirect(
        _ request: FrontRequest,
        _ exchange: AttachmentExchange,
        as id: AttachmentID,
        _ admission: AttachmentUpload.Admission
    ) async throws -> Response? {
        let now = dependencies.now()
        let placement = try await dependencies.placements.current(atLeast: admission.epoch, now: now)
        let node = placement.map.node(for: admission.domain)
        guard isSafe(node) else { return nil }
        try await checkPresence(of: id.firstReference, in: admission.domain)
        let keys = placement.keys(of: node.id)
        let url = try await dependencies.database.write { txn -> SignedUpload? in
            let terms = try terms(request, exchange, id, in: txn)
            let octets = terms.octets
            guard octets.count <= GrantTerms.grantedByteCount else { return nil }
            let open = try dependencies.attachments.openGrants(of: terms.principal.text, now: now, in: txn)
            guard open < Self.openLimit else { return nil }
            let url = SignedUpload.mint(UploadPermit(terms), with: keys, now: now)
            try dependencies.attachments.grant(UploadGrant(terms, octets, url, now: now), in: txn)
            return url
        }
        guard let url else { return nil }
        return Response(
            status: .temporaryRedirect,
            headers: [.location: node.publicURL + url.pathAndQuery, .cacheControl: "no-store"]
        )
    }

    /// Asks the node for what is to come, which it cannot have yet: nobody is sent to one that does not answer.
    private func checkPresence(of reference: ReferenceID, in domain: DedupDomain) async throws {
        do {
            _ = try await dependencies.blobs.blob(of: reference, in: domain)
        } catch BlobError.referenceNotFound {}
    }

    /// A client that came over TLS is never sent on in the clear.
    private func isSafe(_ node: NodeEntry) -> Bool {
        !dependencies.configuration.publicURL.isSecure || ServiceURL(parsing: node.publicURL)?.isSecure == true
    }

    private func terms(
        _ request: FrontRequest,
        _ exchange: AttachmentExchange,
        _ id: AttachmentID,
        in txn: any SQLTransaction
    ) throws -> GrantTerms {
        let place = try exchange.place(in: txn)
        let fields = request.request.headers
        return GrantTerms(
            deployment: try dependencies.deployment.deployment(in: txn).id,
            reference: id.firstReference,
            principal: exchange.principal.home,
            path: exchange.path,
            object: place.object.id,
            domain: place.domain,
            query: request.request.uri.query ?? "",
            values: GrantTerms.boundNames.map { fields[$0] ?? "" },
            size: exchange.head.declaredSize ?? 0,
            received: UInt64(max(0, exchange.received.timeIntervalSince1970 * 1000))
        )
    }
}

extension UploadPermit {
    /// Makes the permit of a grant.
    init(_ terms: GrantTerms) {
        self.init(domain: terms.domain, reference: terms.reference, size: terms.size, grant: terms.digest)
    }
}
