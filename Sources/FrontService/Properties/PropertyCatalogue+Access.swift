import CalendarStore
import WebDAV

extension PropertyCatalogue {
    /// The properties of RFC 3744 §5 that name principals, and those of RFC 5397, RFC 3253, and RFC 4331.
    static let accessProperties = [
        LiveProperty(
            DAVProperty.currentUserPrincipal,
            paths: { _, context in [.principal(context.principal.uid)] }
        ),
        // RFC 3744 §5: resources "MUST contain the following properties", the next two among them, of which §5.1 and §5.2
        // let a server "return an empty" element where it has nobody to name.
        LiveProperty(DAVProperty.owner, paths: { subject, _ in subject.owner.map { [.principal($0.uid)] } ?? [] }),
        LiveProperty(DAVProperty.group, paths: { _, _ in [] }),
        LiveProperty(DAVProperty.principalCollectionSet, paths: { _, _ in [.users] }),
        LiveProperty(DAVProperty.supportedReportSet) { subject, _ in
            SupportedReportSet.element(SupportedReports.names(on: subject.path.kind))
        },
        LiveProperty(DAVProperty.supportedLivePropertySet) { subject, context in
            SupportedLivePropertySet.element(livePropertyNames(of: subject, context))
        },
        LiveProperty(
            DAVProperty.quotaUsedBytes,
            text: { subject, context in subject.owner == nil ? nil : context.quota.map { String($0.used) } }
        ),
        LiveProperty(
            DAVProperty.quotaAvailableBytes,
            text: { subject, context in subject.owner == nil ? nil : context.quota.map { String($0.available) } }
        ),
    ]

    /// Returns the names of the live properties of a resource: those that it has, and those that a client may give it.
    private static func livePropertyNames(of subject: PropertySubject, _ context: PropertyContext) -> [XMLName] {
        let isSettable = subject.calendar?.kind == .calendar
        return all.filter { property in
            // The value of this very property is being made.
            property.name == DAVProperty.supportedLivePropertySet || isSettable && settable.contains(property.name)
                || property.element(subject, context) != nil
        }
        .map(\.name)
    }
}
