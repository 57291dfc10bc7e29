package import HTTPTypes

/// What a multistatus says about one resource (RFC 4918 §14.24).
package struct MultistatusResponse: Hashable, Sendable {
    /// What was the outcome for the resource.
    package enum Outcome: Hashable, Sendable {
        /// Properties grouped by status; never empty.
        case properties([PropStat])

        /// One status for the resource as a whole, with the precondition that failed.
        case status(HTTPResponse.Status, error: Precondition?)
    }

    /// The resource.
    package let href: Href

    /// What was the outcome.
    package let outcome: Outcome

    /// A sentence for a person, if there is something to say.
    package let description: String?

    /// Makes a response of properties.
    package init(_ href: Href, properties: [PropStat]) {
        self.href = href
        outcome = .properties(properties)
        description = nil
    }

    /// Makes a response of a status.
    package init(
        _ href: Href,
        status: HTTPResponse.Status,
        error: Precondition? = nil,
        description: String? = nil
    ) {
        self.href = href
        outcome = .status(status, error: error)
        self.description = description
    }

    /// Writes ``element``, without making it first: a listing has very many.
    func write(to writer: inout XMLWriter) {
        writer.start(DAVElement.response)
        writer.element(DAVElement.href, text: href.description)
        switch outcome {
        case .properties(let groups):
            for group in groups { group.write(to: &writer) }
        case .status(let status, let error):
            writer.element(DAVElement.status, text: status.statusLine)
            if let error { writer.element(XMLElement(DAVElement.error, [error.element])) }
        }
        if let description { writer.element(DAVElement.responsedescription, text: description) }
        writer.end()
    }

    /// The `DAV:response` element; in the answer to an expand-property report it stands within a property.
    package var element: XMLElement {
        var children = [href.element]
        switch outcome {
        case .properties(let groups): children += groups.map(\.element)
        case .status(let status, let error):
            children.append(XMLElement(DAVElement.status, text: status.statusLine))
            if let error { children.append(XMLElement(DAVElement.error, [error.element])) }
        }
        if let description { children.append(XMLElement(DAVElement.responsedescription, text: description)) }
        return XMLElement(DAVElement.response, children)
    }
}
