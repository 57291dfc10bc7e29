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

    /// Returns whether a resource passes.
    func passes(_ subject: PropertySubject) -> Bool {
        let user = ResourcePath.principal(context.principal.uid)
        switch criterion {
        // There are no groups, whose members would match as well.
        case .isSelf: return subject.path == user
        case .property(let name):
            guard let property = PropertyCatalogue.properties[name], property.isReadable(on: subject),
                let element = property.element(subject, context)
            else { return false }
            return element.all(DAVElement.href).contains { ResourcePath(Href(written: $0.trimmedText)) == user }
        }
    }
}
