import CalendarStore
import WebDAV

extension PropertyCatalogue {
    /// The properties of RFC 3744 §5 that name principals, and those of RFC 5397, RFC 3253, and RFC 4331.
    static let accessProperties = [
        LiveProperty(
            DAVProperty.currentUserPrincipal,
            paths: { _, context in [.principal(context.principal.uid)] }
        ),
        LiveProperty(DAVProperty.owner, paths: { subject, _ in subject.owner.map { [.principal($0.uid)] } }),
        LiveProperty(DAVProperty.principalCollectionSet, paths: { _, _ in [.users] }),
        LiveProperty(DAVProperty.supportedReportSet) { subject, _ in
            SupportedReportSet.element(SupportedReports.names(on: subject.path.kind))
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
}
