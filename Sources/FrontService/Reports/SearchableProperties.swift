import CalDAV
import HTTPSemantics
import HTTPTypes
import Hummingbird
import NIOCore
import WebDAV

/// The properties by which principals can be found (RFC 3744 §9.5).
enum SearchableProperties {
    /// The properties, with what they are.
    static let set = PrincipalSearchPropertySet([
        .init(DAVProperty.displayName, description: "Name"),
        .init(CalendarProperty.calendarUserAddressSet, description: "Calendar user address"),
        .init(CalendarProperty.calendarUserType, description: "Calendar user type"),
    ])

    /// Answers a principal-search-property-set report: 200 with the properties.
    ///
    /// RFC 3744 §9.5: "The response body MUST be a DAV:principal-search-property-set XML element"; it is no
    /// multistatus. Appendix B has REPORT need `DAV:read` of the resource, whatever is asked of it.
    ///
    /// - Throws: `WebDAVError` 403 or 404 for the resource of the request; `SQLError`.
    static func response(_ exchange: ReportExchange) async throws -> Response {
        try await exchange.read { reader in _ = try reader.subject(exchange.request.resource) }
        return Response(
            status: .ok,
            headers: [.contentType: MediaType.xml.description, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: XMLDocument.serialise(set.element)))
        )
    }

    /// Returns the texts of a property of a principal; none for a property that is not searched.
    static func texts(of name: XMLName, _ subject: PropertySubject, _ context: PropertyContext) -> [String] {
        guard set.properties.contains(where: { $0.name == name }),
            let element = PropertyCatalogue.properties[name]?.element(subject, context)
        else { return [] }
        return element.children.isEmpty ? [element.text] : element.children.map(\.text)
    }
}
