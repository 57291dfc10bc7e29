import BlobAPI
import BlobModel
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ServiceSupport

/// `POST /u/v1/<reference>`: whoever holds a signed upload URL may store one body, once (`Docs/api/node-uploads.md`).
///
/// `Authorization` and cookies mean nothing here.
struct UploadGrantRoute: Sendable {
    /// The node that it belongs to.
    let node: NodeAccess

    /// How long the front's last word is waited for.
    let patience: GrantPatience

    /// The turns of bodies: a client sends as slowly as he may, and what the store keeps for him meanwhile others need.
    var turns = SharedBudget<DedupDomain>(Self.turnLimits)

    /// The attempts of which nothing was heard.
    let unheard = UnheardOpenings()

    /// Four bodies at a time, two of them of one home; the store has room for more, which fronts have to themselves.
    static var turnLimits: BudgetLimits {
        var limits = BudgetLimits(total: 4, share: 2)
        limits.patience = .seconds(30)
        return limits
    }

    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.post("/u/v1/{reference}", use: post)
    }

    @Sendable
    private func post(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let url = try SignedUpload(parsingPath: request.uri.path, query: request.uri.query ?? "")
        let runtime = try await node.verify(url)
        try Self.check(request.headers, against: url.permit)
        let upload = GrantedUpload(
            permit: url.permit,
            runtime: runtime,
            calls: GrantCalls(url: url, node: node, unheard: unheard, logger: context.logger),
            patience: patience,
            turns: turns
        )
        return try await InternalCall.$current.withValue(InternalCall(requestID: context.requestID)) {
            try await upload.perform(request, context)
        }
    }

    private static func check(_ fields: HTTPFields, against permit: UploadPermit) throws(APIProblem) {
        // RFC 9110 §15.5.12: the server "refuses to accept the request without a defined Content-Length".
        guard let length = fields[.contentLength].flatMap(DecimalNumber.parse) else {
            throw APIProblem(.lengthRequired)
        }
        guard length == permit.size else { throw APIProblem(.size) }
        // What is stored is sent again without the coding, so it would be other bytes than its media type says.
        guard fields[.contentEncoding].map({ $0.lowercased() == "identity" }) ?? true else {
            throw APIProblem(.contentCoding)
        }
    }
}
