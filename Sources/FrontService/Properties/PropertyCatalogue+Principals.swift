import CalDAV
import CalendarStore
import WebDAV

extension PropertyCatalogue {
    /// The properties of principals (RFC 3744 §4, RFC 4791 §6.2.1, RFC 6638 §2.4).
    static let principalProperties = [
        LiveProperty(DAVProperty.principalURL, paths: { subject, _ in subject.principal.map { [.principal($0.uid)] } }),
        LiveProperty(DAVProperty.alternateURISet, paths: { subject, _ in subject.principal.map { _ in [] } }),
        LiveProperty(DAVProperty.groupMembership, paths: { subject, _ in subject.principal.map { _ in [] } }),
        LiveProperty(
            CalendarProperty.calendarHomeSet,
            paths: { subject, _ in subject.principal.map { [.home($0.uid)] } }
        ),
        LiveProperty(CalendarProperty.calendarUserAddressSet) { subject, _ in
            subject.principal.map { principal in
                XMLElement(
                    CalendarProperty.calendarUserAddressSet,
                    hrefs: principal.calendarUserAddresses.map(Href.init(written:))
                )
            }
        },
        LiveProperty(
            CalendarProperty.calendarUserType,
            text: { subject, _ in subject.principal.map { calendarUserType($0.kind) } }
        ),
    ]

    /// Returns the CUTYPE of a kind of principal (RFC 5545 §3.2.3); a location is a ROOM there.
    private static func calendarUserType(_ kind: PrincipalKind) -> String {
        switch kind {
        case .user: "INDIVIDUAL"
        case .group: "GROUP"
        case .resource: "RESOURCE"
        case .location: "ROOM"
        }
    }
}

extension PropertySubject {
    /// The principal, where the resource is one.
    fileprivate var principal: Principal? {
        if case .principal(let principal) = resource { principal } else { nil }
    }
}
