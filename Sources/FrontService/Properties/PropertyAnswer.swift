import HTTPTypes
import WebDAV

/// Answers a selection of properties for one resource after the other.
struct PropertyAnswer: Sendable {
    /// A property that is asked for by its name, and how the server computes it; nil where it does not.
    private struct NamedProperty: Sendable {
        let name: XMLName
        let live: LiveProperty?
    }

    private let selection: PropertySelection
    private let named: [NamedProperty]
    private let context: PropertyContext
    private let isMinimal: Bool

    /// Makes the answer to one request.
    ///
    /// - Parameters:
    ///   - selection: What is asked for.
    ///   - context: What properties depend on beside their resource.
    ///   - isMinimal: Whether the client prefers to hear only of properties that are there (RFC 8144 §2.1).
    init(selection: PropertySelection, context: PropertyContext, isMinimal: Bool) {
        self.selection = selection
        // Looked up once, and not for every member of a listing.
        named = selection.named.map { NamedProperty(name: $0, live: PropertyCatalogue.properties[$0]) }
        self.context = context
        self.isMinimal = isMinimal
    }

    /// Returns the response for one resource.
    ///
    /// - Parameters:
    ///   - subject: The resource.
    ///   - extra: Properties of this one request that are not in the catalogue, such as calendar data.
    ///   - href: How the client wrote the resource's URL, or nil where the server names it.
    /// - Returns: The properties in groups by status.
    func response(for subject: PropertySubject, extra: [XMLElement] = [], href: Href? = nil) -> MultistatusResponse {
        let href = href ?? Href(written: subject.path.href)
        return MultistatusResponse(href, properties: groups(for: subject, extra))
    }

    private func groups(for subject: PropertySubject, _ extra: [XMLElement]) -> [PropStat] {
        switch selection {
        case .allProperties:
            let live = PropertyCatalogue.returnedByAllprop.compactMap { $0.element(subject, context) }
            // RFC 4918 §9.1: allprop asks for the live properties of that specification and for all dead ones.
            let basic = live + subject.dead.compactMap(\.element) + extra
            return groups(of: asked(besides: basic), on: subject, after: basic)
        case .names:
            // RFC 4918 §9.1: propname asks for the names of all properties that the resource has.
            let names = PropertyCatalogue.all.filter { $0.element(subject, context) != nil }.map { XMLElement($0.name) }
            let others = subject.dead.map(\.xmlName) + extra.map(\.name)
            return PropStat.groups(found: names + others.map { XMLElement($0) })
        case .properties:
            return groups(of: asked(besides: extra), on: subject, after: extra)
        }
    }

    /// Returns the properties that are asked for by their names, those left out that were found already.
    private func asked(besides found: [XMLElement]) -> [NamedProperty] {
        guard !named.isEmpty, !found.isEmpty else { return named }
        // Calendar data alone is most of what is found: one name is compared faster than looked up.
        if found.count == 1 { return named.filter { $0.name != found[0].name } }
        let names = Set(found.map(\.name))
        return named.filter { !names.contains($0.name) }
    }

    private func groups(
        of asked: [NamedProperty],
        on subject: PropertySubject,
        after found: [XMLElement]
    ) -> [PropStat] {
        // The names that are asked for may be as many as the dead properties: each is looked up.
        let dead = Dictionary(subject.dead.map { ($0.xmlName, $0) }) { first, _ in first }
        var found = found
        var missing: [XMLName] = []
        var forbidden: [XMLName] = []
        for property in asked {
            guard let element = property.live?.element(subject, context) ?? dead[property.name]?.element else {
                missing.append(property.name)
                continue
            }
            // RFC 3744 §3.6: "The DAV:read-acl privilege controls the use of PROPFIND to retrieve the DAV:acl property of
            // the resource."
            let isReadable = property.live?.isReadable(on: subject) ?? true
            if isReadable { found.append(element) } else { forbidden.append(property.name) }
        }
        return PropStat.groups(found: found, missing: missing, forbidden: forbidden, isMinimal: isMinimal)
    }
}

extension PropertySelection {
    /// The properties that are asked for by their names.
    fileprivate var named: [XMLName] {
        switch self {
        case .allProperties(let included): included
        case .names: []
        case .properties(let elements): elements.map(\.name)
        }
    }
}
