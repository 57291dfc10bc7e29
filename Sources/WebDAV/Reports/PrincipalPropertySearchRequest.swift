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

        /// What the collation compares of the text, made once for all values.
        private let key: [UInt8]

        private let part: ByteSearch
    }

    /// How many searches one request may have, since each is made on every principal.
    package static let maximumSearches = 10

    /// How long the text of a search may be, in octets.
    package static let maximumTextOctets = 256

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
    /// - Throws: `XMLError` for an element that does not follow RFC 3744 §9.4, and for more searches or longer texts than
    ///   the limits.
    package init(_ element: XMLElement) throws(XMLError) {
        // <!ELEMENT principal-property-search ((property-search+), prop?, apply-to-principal-collection-set?)>
        let written = element.all(ReportElement.propertySearch)
        guard !written.isEmpty else { throw .missingElement(ReportElement.propertySearch, in: element.name) }
        guard written.count <= Self.maximumSearches else {
            throw .tooMany(ReportElement.propertySearch, limit: Self.maximumSearches)
        }
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
        let limit = PrincipalPropertySearchRequest.maximumTextOctets
        guard text.utf8.count <= limit else { throw .textTooLong(of: match.name, limit: limit) }
        kind = match.attribute("match-type").flatMap(PrincipalPropertySearchRequest.MatchKind.init) ?? .contains
        key = Collation.unicodeCasemap.key(of: text)
        part = ByteSearch(for: key)
    }

    // RFC 3744 §9.4: "Multiple property-search elements or multiple elements within a DAV:prop element will be
    // interpreted with a logical AND."
    fileprivate func matches(_ values: (XMLName) -> [String]) -> Bool {
        properties.allSatisfy { property in
            values(property).contains { isFound(in: Collation.unicodeCasemap.key(of: $0)) }
        }
    }

    private func isFound(in value: [UInt8]) -> Bool {
        switch kind {
        case .contains: part.isFound(in: value)
        case .startsWith: value.starts(with: key)
        case .endsWith: value.suffix(key.count).elementsEqual(key)
        case .equals: value == key
        }
    }
}
