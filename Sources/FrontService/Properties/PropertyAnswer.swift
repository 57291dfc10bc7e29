import HTTPTypes
import WebDAV

/// Answers a selection of properties for one resource after the other.
struct PropertyAnswer: Sendable {
    private let selection: PropertySelection
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
        case .allProperties(let included):
            let live = PropertyCatalogue.returnedByAllprop.compactMap { $0.element(subject, context) }
            // RFC 4918 §9.1: allprop asks for the live properties of that specification and for all dead ones.
            let basic = live + subject.dead.compactMap(\.element) + extra
            let names = Set(basic.map(\.name))
            return named(included.filter { !names.contains($0) }, of: subject, after: basic)
        case .names:
            // RFC 4918 §9.1: propname asks for the names of all properties that the resource has.
            let names = PropertyCatalogue.all.filter { $0.element(subject, context) != nil }.map { XMLElement($0.name) }
            let others = subject.dead.map(\.xmlName) + extra.map(\.name)
            return PropStat.groups(found: names + others.map { XMLElement($0) })
        case .properties(let elements):
            let names = Set(extra.map(\.name))
            return named(elements.map(\.name).filter { !names.contains($0) }, of: subject, after: extra)
        }
    }

    private func named(_ names: [XMLName], of subject: PropertySubject, after found: [XMLElement]) -> [PropStat] {
        // The names that are asked for may be as many as the dead properties: each is looked up.
        let dead = Dictionary(subject.dead.map { ($0.xmlName, $0) }) { first, _ in first }
        var found = found
        var missing: [XMLName] = []
        var forbidden: [XMLName] = []
        for name in names {
            let property = PropertyCatalogue.properties[name]
            guard let element = property?.element(subject, context) ?? dead[name]?.element else {
                missing.append(name)
                continue
            }
            // RFC 3744 §3.6: "The DAV:read-acl privilege controls the use of PROPFIND to retrieve the DAV:acl property of
            // the resource."
            let isReadable = property?.isReadable(on: subject) ?? true
            if isReadable { found.append(element) } else { forbidden.append(name) }
        }
        return PropStat.groups(found: found, missing: missing, forbidden: forbidden, isMinimal: isMinimal)
    }
}
