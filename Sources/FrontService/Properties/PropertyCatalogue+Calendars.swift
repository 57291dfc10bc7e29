import CalDAV
import CalendarStore
import WebDAV

extension PropertyCatalogue {
    /// The properties of calendars (RFC 4791 §5.2, RFC 6578 §4, and those of Calendar Server and Apple).
    static let calendarProperties = [
        LiveProperty(CalendarProperty.supportedCalendarComponentSet) { subject, _ in
            subject.calendar.map { CalendarPropertyValue.supportedComponents($0.components) }
        },
        LiveProperty(CalendarProperty.supportedCalendarData) { subject, _ in
            subject.calendar.map { _ in CalendarPropertyValue.supportedCalendarData() }
        },
        LiveProperty(
            CalendarProperty.maxResourceSize,
            text: { subject, context in subject.calendar.map { _ in String(context.configuration.maximumResourceSize) }
            }
        ),
        LiveProperty(
            CalendarProperty.calendarDescription,
            text: { subject, _ in subject.calendar?.properties.description }
        ),
        LiveProperty(DAVProperty.syncToken, text: { subject, _ in subject.calendar.map { "data:,\($0.syncToken)" } }),
        LiveProperty(CalendarProperty.getCTag, text: { subject, _ in subject.calendar?.ctag }),
        LiveProperty(CalendarProperty.calendarColor, text: { subject, _ in subject.calendar?.properties.color }),
        LiveProperty(
            CalendarProperty.calendarOrder,
            text: { subject, _ in subject.calendar?.properties.order.map { String($0) } }
        ),
    ]
}
