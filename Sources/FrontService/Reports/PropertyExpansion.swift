import WebDAV

/// Replaces the hrefs of properties by the properties of what they name, within one transaction (RFC 3253 §3.8).
struct PropertyExpansion {
    /// The property that is asked for, and what is asked for of the resources that its hrefs name.
    typealias Property = ExpandPropertyRequest.RequestedProperty

    /// The greatest number of resources in one answer.
    static let maximumResources = 500

    /// How much the properties of all resources in one answer may weigh, in octets as `XMLElement.weight` counts them.
    static let maximumWeight = 4 << 20

    private let exchange: ReportExchange
    private let reader: ListingReader
    private var count = 0
    private var weight = 0

    /// Makes an expansion for one answer.
    init(_ exchange: ReportExchange, _ reader: ListingReader) {
        self.exchange = exchange
        self.reader = reader
    }

    /// Returns the response for a resource.
    ///
    /// - Parameters:
    ///   - path: The resource.
    ///   - properties: What is asked for of it.
    ///   - href: How its URL was written, or nil where the server names it.
    /// - Returns: Its properties, expanded.
    /// - Throws: `WebDAVError` 403, 404, or with DAV:number-of-matches-within-limits; `SQLError`.
    mutating func response(
        for path: ResourcePath,
        _ properties: [Property],
        href: Href? = nil
    ) throws -> MultistatusResponse {
        count += 1
        guard count <= Self.maximumResources else {
            throw WebDAVError(
                .numberOfMatchesWithinLimits,
                "The properties name more than \(Self.maximumResources) resources."
            )
        }
        let selection = PropertySelection.properties(properties.map { XMLElement($0.name) })
        let listing = try reader.list(path, includesMembers: false, selection: selection)
        let answer = exchange.answer(selection, quota: listing.quota)
        let response = answer.response(for: listing.root, href: href)
        try add(response)
        return try expanded(response, properties)
    }

    /// Counts what a resource brings before any of its hrefs is replaced.
    private mutating func add(_ response: MultistatusResponse) throws(WebDAVError) {
        guard case .properties(let groups) = response.outcome else { return }
        for group in groups {
            for element in group.properties { weight += element.weight }
        }
        guard weight <= Self.maximumWeight else {
            throw WebDAVError(
                .numberOfMatchesWithinLimits,
                "The properties of the resources are more than \(Self.maximumWeight) octets."
            )
        }
    }

    private mutating func expanded(
        _ response: MultistatusResponse,
        _ properties: [Property]
    ) throws -> MultistatusResponse {
        guard case .properties(let groups) = response.outcome else { return response }
        let nested = Dictionary(properties.map { ($0.name, $0.properties) }) { first, _ in first }
        var expandedGroups: [PropStat] = []
        for group in groups {
            var elements: [XMLElement] = []
            for element in group.properties {
                elements.append(try expanded(element, nested[element.name, default: []]))
            }
            expandedGroups.append(PropStat(group.status, elements, error: group.error))
        }
        return MultistatusResponse(response.href, properties: expandedGroups)
    }

    /// Returns a property whose hrefs are replaced, unless nothing is asked for of what they name.
    private mutating func expanded(_ element: XMLElement, _ properties: [Property]) throws -> XMLElement {
        guard !properties.isEmpty else { return element }
        var children: [XMLElement] = []
        for child in element.children { children.append(try replacement(of: child, properties)) }
        return XMLElement(element.name, attributes: element.attributes, children)
    }

    /// RFC 3253 §3.8: a DAV:href is replaced by a DAV:response of the resource that it names; what names no resource of
    /// this server, such as a mail address, stays.
    private mutating func replacement(of child: XMLElement, _ properties: [Property]) throws -> XMLElement {
        let href = Href(written: child.trimmedText)
        guard child.name == DAVElement.href, let path = ResourcePath(href) else { return child }
        do {
            return try response(for: path, properties, href: href).element
        } catch let error as WebDAVError where error.precondition != .numberOfMatchesWithinLimits {
            return MultistatusResponse(href, status: error.status, error: error.precondition).element
        }
    }
}
