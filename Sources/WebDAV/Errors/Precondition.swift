package import HTTPTypes

/// A named condition of a request that is not met (RFC 4918 §16).
///
/// The static members here are those of the namespace `DAV:`; CalDAV adds its own.
package struct Precondition: Hashable, Sendable {
    /// The element within `DAV:error`, with the content that its definition asks for.
    package let element: XMLElement

    /// The status that its definition gives to a response, mostly 403.
    package let status: HTTPResponse.Status

    /// Makes a precondition.
    package init(_ element: XMLElement, status: HTTPResponse.Status = .forbidden) {
        self.element = element
        self.status = status
    }

    /// Makes a precondition whose element is empty.
    package init(_ name: XMLName, status: HTTPResponse.Status = .forbidden) {
        self.init(XMLElement(name), status: status)
    }

    /// The name of the element.
    package var name: XMLName { element.name }
}
