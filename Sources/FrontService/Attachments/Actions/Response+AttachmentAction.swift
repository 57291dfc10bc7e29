import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ManagedAttachments

extension Response {
    /// Makes the answer to an addition: 201 with the managed ID and the place of the attachment.
    ///
    /// RFC 8607 §3.4: "the server MUST return an appropriate HTTP success status response and include a
    /// "Cal-Managed-ID" HTTP header".
    static func added(_ outcome: AttachmentUpload.Outcome, _ exchange: AttachmentExchange) -> Response {
        var response = changed(outcome.object, exchange, with: .created, without: .created)
        response.headers[.calManagedID] = outcome.attachment.id.text
        response.headers[.location] = outcome.attachment.uri
        return response
    }

    /// Makes the answer to an update: 204, or 200 with the representation, and the new managed ID (RFC 8607 §3.5).
    static func updated(_ outcome: AttachmentUpload.Outcome, _ exchange: AttachmentExchange) -> Response {
        var response = changed(outcome.object, exchange)
        response.headers[.calManagedID] = outcome.attachment.id.text
        return response
    }

    /// Makes the answer to an action that adds nothing.
    ///
    /// The entity tag is that of the calendar object resource, and is sent with its representation only: a client that
    /// knew the new tag and not the new data would drop the attachment by its next PUT.
    static func changed(
        _ object: CalendarObject,
        _ exchange: AttachmentExchange,
        with status: HTTPResponse.Status = .ok,
        without bareStatus: HTTPResponse.Status = .noContent
    ) -> Response {
        if exchange.head.preferences.wantsRepresentation {
            return ObjectRepresentation(of: object).preferredResponse(status: status, at: exchange.path.resource)
        }
        var headers = HTTPFields()
        if exchange.head.preferences.wantsMinimal { headers[.preferenceApplied] = Preferences.minimalApplied }
        return Response(status: bareStatus, headers: headers)
    }
}
