import CalendarStore
import WebDAV

/// Tells which resources have to do with the current user (RFC 3744 §9.3).
struct PrincipalTest: Sendable {
    private let criterion: PrincipalMatchRequest.Criterion
    private let context: PropertyContext

    /// Makes a test for the principal of a context.
    init(_ criterion: PrincipalMatchRequest.Criterion, _ context: PropertyContext) {
        self.criterion = criterion
        self.context = context
    }

    /// Whether calendars and the objects in them can pass.
    var concernsCalendars: Bool {
        if case .property = criterion { true } else { false }
    }

    /// Whether the property that is looked at may be one that clients keep.
    var needsDeadProperties: Bool { reading(.properties([])).needsDeadProperties }

    /// Returns what is read of each resource: what is asked for, and what is looked at.
    func reading(_ selection: PropertySelection) -> PropertySelection {
        guard case .property(let name) = criterion, case .properties(let elements) = selection else { return selection }
        return .properties(elements + [XMLElement(name)])
    }

    /// Returns whether a resource passes.
    func passes(_ subject: PropertySubject) -> Bool {
        let user = ResourcePath.principal(context.principal.uid)
        switch criterion {
        // There are no groups, whose members would match as well.
        case .isSelf: return subject.path == user
        case .property(let name):
            let hrefs = element(named: name, of: subject)?.all(DAVElement.href) ?? []
            return hrefs.contains { ResourcePath(Href(written: $0.trimmedText)) == user }
        }
    }

    /// Returns a property as the user may read it, the server's or a client's.
    private func element(named name: XMLName, of subject: PropertySubject) -> XMLElement? {
        guard let property = PropertyCatalogue.properties[name], let element = property.element(subject, context) else {
            return subject.dead.first { $0.xmlName == name }?.element
        }
        return property.isReadable(on: subject) ? element : nil
    }
}
