import ServiceSupport
import CalendarStore
import CalDAV
import WebDAV

extension PropertyCatalogue {
    /// The properties of managed attachments (RFC 8607 §6); none is returned by allprop.
    static let attachmentProperties = [
        LiveProperty(CalendarProperty.managedAttachmentsServerURL) { subject, context in
            guard case .home = subject.resource else { return nil }
            return switch context.configuration.attachments.server {
            case .url(let url): CalendarPropertyValue.managedAttachmentsServerURL(url.origin)
            case .sameHost: CalendarPropertyValue.managedAttachmentsServerURL(nil)
            case .none: nil
            }
        },
        LiveProperty(
            CalendarProperty.maxAttachmentSize,
            text: { subject, context in
                subject.isEventCalendar ? String(context.configuration.attachments.maximumSize) : nil
            }
        ),
        LiveProperty(
            CalendarProperty.maxAttachmentsPerResource,
            text: { subject, context in
                subject.isEventCalendar ? String(context.configuration.attachments.maximumPerResource) : nil
            }
        ),
    ]
}

extension PropertySubject {
    /// Whether the resource is a calendar, and not an inbox or outbox.
    fileprivate var isEventCalendar: Bool { calendar?.kind == .calendar }
}
