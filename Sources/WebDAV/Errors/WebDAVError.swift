package import HTTPTypes

/// An error response of a WebDAV method.
package struct WebDAVError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The status of the response.
    package let status: HTTPResponse.Status

    /// The precondition that is not met, if the error has a name.
    package let precondition: Precondition?

    /// A sentence for a person; it holds nothing secret.
    package let message: String

    /// Makes an error without a named precondition.
    package init(_ status: HTTPResponse.Status, _ message: String) {
        self.init(status: status, precondition: nil, message: message)
    }

    /// Makes an error from a precondition and the status that its definition gives.
    package init(_ precondition: Precondition, _ message: String) {
        self.init(status: precondition.status, precondition: precondition, message: message)
    }

    /// Makes an error with a status of its own.
    package init(status: HTTPResponse.Status, precondition: Precondition?, message: String) {
        self.status = status
        self.precondition = precondition
        self.message = message
    }

    /// Makes the error of a body that is refused: 413 above a limit of size, 400 where it is not well-formed or costs
    /// too much, 403 for a document type declaration, 422 where it is well-formed and not what the method takes.
    package init(_ error: XMLError) {
        switch error {
        case .tooLarge: self.init(.contentTooLarge, error.description)
        // RFC 4918 §16: DAV:no-external-entities when "the request body contains an external entity"; without reading
        // the declaration it cannot be told that there is none.
        case .documentTypeRefused: self.init(.noExternalEntities, error.description)
        // RFC 4918 §8.2: "If a server receives XML that is not well-formed, then the server MUST reject the entire
        // request with a 400 (Bad Request)."
        case .notWellFormed, .tooDeep, .tooManyElements, .tooManyAttributes, .namespaceTooLong, .languageTooLong,
            .tooMany, .textTooLong:
            self.init(.badRequest, error.description)
        // RFC 4918 §11.2: 422 is for "well-formed (i.e., syntactically correct), but semantically erroneous, XML
        // instructions".
        case .unexpectedRoot, .missingElement, .misplacedElement, .invalidValue:
            self.init(.unprocessableContent, error.description)
        }
    }

    /// Makes the error of a property that cannot have the value that a client sets.
    ///
    /// RFC 4918 §9.2.1: "409 (Conflict) - The client has provided a value whose semantics are not appropriate for the
    /// property."
    package static func inappropriateValue(of property: XMLName) -> WebDAVError {
        WebDAVError(.conflict, "The value of \(property.local.prefix(40)) is not one that the property can have.")
    }

    /// The status, the precondition and the sentence, for logs.
    package var description: String {
        let name = precondition.map { " \($0.name)" } ?? ""
        return "\(status.code)\(name): \(message)"
    }

    /// The body of the response: `DAV:error` with the precondition and the sentence (RFC 4918 §14.5).
    ///
    /// The sentence is in `DAV:responsedescription`, which clients that look for the precondition ignore.
    package var body: [UInt8] {
        var children: [XMLElement] = []
        if let precondition { children.append(precondition.element) }
        children.append(XMLElement(DAVElement.responsedescription, text: message))
        return XMLDocument.serialise(XMLElement(DAVElement.error, children))
    }
}
