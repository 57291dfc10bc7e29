import HTTPSemantics
import HTTPTypes
import Hummingbird
import ManagedAttachments
import WebDAV

/// What the head of a POST on a calendar object resource says, checked.
struct AttachmentActionHead: Sendable {
    /// What is asked for.
    let action: AttachmentRequest

    /// The conditions on the calendar object resource, whichever that is.
    let conditions: ConditionFields

    /// What the client would like to get back.
    let preferences: Preferences

    /// The media type of the body, if it is given and well formed.
    let contentType: HTTPSemantics.MediaType?

    /// The file name of the body, if it is given and well formed.
    let disposition: ContentDisposition?

    /// The octets of the body, if they are declared.
    let declaredSize: UInt64?

    /// What the body is declared to be (RFC 9530).
    let digests: DeclaredDigests

    /// Reads and checks the query and the fields of a request.
    ///
    /// - Throws: What ``init(query:fields:allowsInstances:)`` throws.
    init(_ request: FrontRequest, allowsInstances: Bool) throws {
        try self.init(
            query: request.request.uri.query ?? "",
            fields: request.request.headers,
            allowsInstances: allowsInstances
        )
    }

    /// Reads and checks a query and fields, wherever they come from: a request, a grant, a form.
    ///
    /// - Parameters:
    ///   - query: The query as it is in the target of a request, without the question mark.
    ///   - fields: The fields.
    ///   - allowsInstances: Whether attachments are kept for single instances.
    /// - Throws: `ManagedAttachmentViolation` for the query; `WebDAVError` 400 for a query, a condition, or a digest that
    ///   is malformed and for a part of a body, 415 for a content coding.
    init(query: String, fields: HTTPFields, allowsInstances: Bool) throws {
        action = try Self.action(query, allowsInstances: allowsInstances)
        conditions = try ConditionFields(fields)
        preferences = Preferences(parsing: fields[values: .prefer])
        contentType = fields[.contentType].flatMap { HTTPSemantics.MediaType(parsing: $0) }
        disposition = fields[.contentDisposition].flatMap { ContentDisposition(parsing: $0) }
        declaredSize = fields[.contentLength].flatMap { UInt64($0) }
        digests = try Self.digests(fields)
        // RFC 9110 §14.5: Content-Range is for methods that are defined for it, which POST of an attachment is not.
        guard fields[.contentRange] == nil else {
            throw WebDAVError(.badRequest, "A part of an attachment cannot be stored.")
        }
        // What is stored is sent again without the coding, so it would be other bytes than its media type says.
        guard fields[.contentEncoding].map({ $0.lowercased() == "identity" }) ?? true else {
            throw WebDAVError(.unsupportedMediaType, "Content codings are not supported.")
        }
    }

    /// Whoever declares a digest wants it verified, so one that cannot be read is refused, although RFC 8941 §4.2 would
    /// have it ignored.
    private static func digests(_ fields: HTTPFields) throws(WebDAVError) -> DeclaredDigests {
        do {
            return try DeclaredDigests(fields)
        } catch {
            throw WebDAVError(.badRequest, error.description)
        }
    }

    private static func action(_ query: String, allowsInstances: Bool) throws -> AttachmentRequest {
        guard let items = PercentEncoding.parseQuery(query) else {
            throw WebDAVError(.badRequest, "The query is malformed.")
        }
        return try AttachmentRequest(query: items, allowsInstances: allowsInstances)
    }
}
