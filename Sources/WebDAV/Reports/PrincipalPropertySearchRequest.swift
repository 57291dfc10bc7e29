/// The principal-property-search report (RFC 3744 §9.4).
package struct PrincipalPropertySearchRequest: Hashable, Sendable {
    /// A text that properties are searched for.
    package struct Search: Hashable, Sendable {
        /// The properties, of which each has to have the text; never empty.
        package let properties: [XMLName]

        /// The text.
        package let text: String

        /// How the text matches (Calendar Server's extension).
        package let kind: MatchKind
    }

    /// How a text matches a value, always without regard to case.
    package enum MatchKind: String, Hashable, Sendable {
        /// The value contains the text, as RFC 3744 §9.4 has it.
        case contains

        /// The value begins with the text.
        case startsWith = "starts-with"

        /// The value ends with the text.
        case endsWith = "ends-with"

        /// The value is the text.
        case equals
    }

    /// The searches; never empty.
    package let searches: [Search]

    /// Whether each of the searches has to match, rather than one of them (Calendar Server's attribute `test`).
    package let requiresAll: Bool

    /// Whether the collections of `DAV:principal-collection-set` are searched in place of the resource of the request.
    package let appliesToPrincipalCollections: Bool

    /// Which properties of the principals found are asked for.
    package let selection: PropertySelection

    /// Reads the root element of the request.
    ///
    /// - Throws: `XMLError` for an element that does not follow RFC 3744 §9.4.
    package init(_ element: XMLElement) throws(XMLError) {
        // <!ELEMENT principal-property-search ((property-search+), prop?, apply-to-principal-collection-set?)>
        let written = element.all(ReportElement.propertySearch)
        guard !written.isEmpty else { throw .missingElement(ReportElement.propertySearch, in: element.name) }
        searches = try written.map { (search) throws(XMLError) in try Search(search) }
        requiresAll = element.attribute("test") != "anyof"
        appliesToPrincipalCollections = element.first(ReportElement.applyToPrincipalCollectionSet) != nil
        selection = .properties(element.first(DAVElement.prop)?.distinctChildren ?? [])
    }

    /// Tells whether a principal is found.
    ///
    /// - Parameter values: Returns the texts of a property, none where the principal does not have it or does not search it.
    /// - Returns: Whether the searches match as `requiresAll` says.
    package func matches(_ values: (XMLName) -> [String]) -> Bool {
        requiresAll ? searches.allSatisfy { $0.matches(values) } : searches.contains { $0.matches(values) }
    }
}

extension PrincipalPropertySearchRequest.Search {
    fileprivate init(_ element: XMLElement) throws(XMLError) {
        // <!ELEMENT property-search (prop, match)>  <!ELEMENT match #PCDATA>
        properties = try element.required(DAVElement.prop).distinctChildren.map(\.name)
        guard !properties.isEmpty else { throw .missingElement(DAVElement.prop, in: element.name) }
        let match = try element.required(ReportElement.match)
        text = match.trimmedText
        kind = match.attribute("match-type").flatMap(PrincipalPropertySearchRequest.MatchKind.init) ?? .contains
    }

    // RFC 3744 §9.4: "Multiple property-search elements or multiple elements within a DAV:prop element will be
    // interpreted with a logical AND."
    fileprivate func matches(_ values: (XMLName) -> [String]) -> Bool {
        let part = Collation.unicodeCasemap.key(of: text)
        return properties.allSatisfy { property in
            values(property).contains { kind.matches(Collation.unicodeCasemap.key(of: $0), part) }
        }
    }
}

extension PrincipalPropertySearchRequest.MatchKind {
    fileprivate func matches(_ key: [UInt8], _ part: [UInt8]) -> Bool {
        switch self {
        case .contains: ByteSearch(for: part).isFound(in: key)
        case .startsWith: key.starts(with: part)
        case .endsWith: key.suffix(part.count).elementsEqual(part)
        case .equals: key == part
        }
    }
}
