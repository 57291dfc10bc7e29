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

    /// The answer to a principal-search-property-set report: 200 with the properties.
    ///
    /// RFC 3744 §9.5: "The response body MUST be a DAV:principal-search-property-set XML element"; it is no
    /// multistatus.
    static var response: Response {
        Response(
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
