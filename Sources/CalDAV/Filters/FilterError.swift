package import WebDAV

/// Says why the filter of a query is refused.
package enum FilterError: Error, Hashable, Sendable {
    /// The filter does not follow RFC 4791 §9.7, or asks for what has no meaning.
    case invalid(XMLError)

    /// A component filter is nested in a component that cannot have its component.
    case misplacedComponent(String, in: String)

    /// A property filter has a range of time for a property that has no time.
    case untimedProperty(String)

    /// A component filter has a range of time for a component that has no time.
    case untimedComponent(String)

    /// A filter refers to what cannot be searched; the element is a part of the request.
    case unsupported(XMLElement)

    /// The filter consists of more parts than a limit.
    case tooManyParts(limit: Int)

    /// A text to match is longer than a limit of octets.
    case textTooLong(limit: Int)

    /// A text is to be compared by an unknown collation.
    case unsupportedCollation(String)
}

extension FilterError: CustomStringConvertible {
    /// A sentence for the client.
    package var description: String {
        switch self {
        case .invalid(let error): error.description
        case .misplacedComponent(let name, let parent):
            "The component \(name.prefix(40)) cannot be within \(parent.prefix(40))."
        case .untimedProperty(let name): "A time-range has no meaning for the property \(name.prefix(40))."
        case .untimedComponent(let name): "A time-range has no meaning for the component \(name.prefix(40))."
        case .unsupported(let element): "The \(element.name.local) \(element.attribute("name") ?? "") is not supported."
        case .tooManyParts(let limit): "The filter has more than \(limit) parts."
        case .textTooLong(let limit): "A text-match is longer than \(limit) octets."
        case .unsupportedCollation(let name): "The collation \(name.prefix(40)) is not supported."
        }
    }
}

extension WebDAVError {
    /// Makes the error of a query whose filter is refused, with the precondition of RFC 4791 §7.8.
    package init(_ error: FilterError) {
        let precondition: Precondition =
            switch error {
            case .invalid, .misplacedComponent, .untimedProperty, .untimedComponent: .validFilter
            case .unsupported(let element): .supportedFilter(reporting: element)
            case .tooManyParts, .textTooLong: .supportedFilter
            case .unsupportedCollation: .supportedCollation
            }
        self.init(precondition, error.description)
    }
}

extension Precondition {
    /// `CALDAV:supported-filter`, with the part that is not supported (RFC 4791 §7.8).
    ///
    /// "Servers SHOULD report the CALDAV:comp-filter, CALDAV:prop-filter, or CALDAV:param-filter for which it does not
    /// provide support."
    fileprivate static func supportedFilter(reporting part: XMLElement) -> Precondition {
        Precondition(XMLElement(Precondition.supportedFilter.name, [part]))
    }
}
