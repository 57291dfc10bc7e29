import CalDAV
import CalendarStore
import WebDAV

extension PropertyCatalogue {
    /// The properties of calendars (RFC 4791 §5.2, RFC 6578 §4, and those of Calendar Server and Apple).
    static let calendarProperties: [LiveProperty] = [
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
        LiveProperty(CalendarProperty.calendarDescription) { subject, _ in
            subject.calendar?.properties.description.map { text in
                XMLElement(
                    CalendarProperty.calendarDescription,
                    text: text,
                    language: subject.calendar?.properties.descriptionLanguage
                )
            }
        },
        LiveProperty(
            CalendarProperty.calendarTimezone,
            text: { subject, _ in subject.calendar?.properties.timeZone }
        ),
        LiveProperty(
            CalendarProperty.calendarTimezoneID,
            text: { subject, _ in subject.calendar?.properties.timeZoneName }
        ),
        // RFC 6638 §9.1: a calendar without the property is opaque.
        LiveProperty(CalendarProperty.scheduleCalendarTransp) { subject, _ in
            guard let calendar = subject.calendar, calendar.kind == .calendar else { return nil }
            let value = calendar.properties.isTransparent ? CalendarElement.transparent : CalendarElement.opaque
            return XMLElement(CalendarProperty.scheduleCalendarTransp, [XMLElement(value)])
        },
        // RFC 5995 §3.2.1: a POST to this URL adds a member; it is that of the calendar itself.
        LiveProperty(
            DAVProperty.addMember,
            paths: { subject, _ in subject.calendar?.kind == .calendar ? [subject.path] : nil }
        ),
        // RFC 4791 §7.5.1: it "MUST be defined on any resource that supports a report that does text matching".
        LiveProperty(CalendarProperty.supportedCollationSet) { subject, _ in
            SupportedReports.names(on: subject.path.kind).contains(CalendarElement.calendarQuery)
                ? CalendarPropertyValue.supportedCollations() : nil
        },
        LiveProperty(
            DAVProperty.syncToken,
            text: { subject, _ in
                subject.calendar.map { SyncTokenURI.text(of: $0.syncToken) }
                    ?? subject.homeToken.map { SyncTokenURI.text(of: $0) }
            }
        ),
        LiveProperty(CalendarProperty.getCTag, text: { subject, _ in subject.calendar?.ctag }),
        LiveProperty(CalendarProperty.calendarColor, text: { subject, _ in subject.calendar?.properties.color }),
        LiveProperty(
            CalendarProperty.calendarOrder,
            text: { subject, _ in subject.calendar?.properties.order.map { String($0) } }
        ),
    ]
}
