import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import NIOCore
import WebDAV

/// What the row of a completed grant keeps, so that its answer can be given again.
struct CompletedGrant: GrantAnswer {
    /// The entity tag of the resource as it was stored.
    let etag: String

    /// The URI of the attachment.
    let location: String
}

/// What the row of a refused grant keeps, so that its answer can be given again.
struct RefusedGrant: GrantAnswer {
    /// The path of a calendar object resource.
    struct Place: Codable, Hashable, Sendable {
        /// Whose home it is in.
        let owner: String

        /// The segment of the collection, decoded.
        let calendar: String

        /// The segment of the object, decoded.
        let name: String

        /// The same as the path of a request; nil for an owner that is none.
        var path: ObjectPath? {
            UserID(parsing: owner).map { ObjectPath(owner: $0, calendar: calendar, name: name) }
        }
    }

    /// The status.
    let status: Int

    /// The body, `DAV:error` as text.
    let body: String

    /// The seconds after which the client may begin again, if that makes sense.
    let retryAfter: Int?

    /// The resource whose representation the client prefers to see with the refusal; nil where it does not.
    var preferred: Place?

    /// Keeps a refusal.
    init(_ error: WebDAVError, retryAfter: Int? = nil) {
        status = error.status.code
        body = String(decoding: error.body, as: UTF8.self)
        self.retryAfter = retryAfter
    }

    /// Keeps the place of the resource, where its client prefers to see it once a precondition has failed (RFC 7240 §4.2).
    mutating func note(_ terms: GrantTerms) {
        guard status == HTTPResponse.Status.preconditionFailed.code,
            Preferences(parsing: terms.fields[values: .prefer]).wantsRepresentation
        else { return }
        preferred = Place(owner: terms.path.owner.text, calendar: terms.path.calendar, name: terms.path.name)
    }

    /// The answer, without a representation.
    var response: Response {
        var headers: HTTPFields = [
            .contentType: HTTPSemantics.MediaType.xml.description, .cacheControl: "no-store",
        ]
        headers[.retryAfter] = retryAfter.map { String($0) }
        return Response(
            status: HTTPResponse.Status(code: status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: body))
        )
    }
}
