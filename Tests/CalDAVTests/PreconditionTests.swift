import CalDAV
import HTTPTypes
import ICalendar
import Testing
import WebDAV

@Suite struct PreconditionTests {
    @Test func `RFC 4791 §5.3.2.1 no-uid-conflict names the resource that has the UID`() throws {
        let error = WebDAVError(.noUIDConflict(with: Href(written: "/calendars/a/b.ics")), "The UID is taken.")
        let root = try XMLDocument.parse(error.body)
        #expect(error.status.code == 403)
        #expect(
            root.children.first
                == XMLElement(
                    XMLName(caldav: "no-uid-conflict"),
                    [XMLElement(DAVElement.href, text: "/calendars/a/b.ics")]
                )
        )
    }

    @Test(arguments: [
        (Precondition.validManagedID, "valid-managed-id"), (.validManagedIDParameter, "valid-managed-id-parameter"),
        (.maxAttachmentSize, "max-attachment-size"), (.maxAttachmentsPerResource, "max-attachments-per-resource"),
        (.validAction, "valid-action"), (.validRID, "valid-rid"),
        (.allowedAttendeeSchedulingObjectChange, "allowed-attendee-scheduling-object-change"),
        (.supportedCalendarComponent, "supported-calendar-component"),
        (.calendarCollectionLocationOK, "calendar-collection-location-ok"), (.maxInstances, "max-instances"),
        (.maxAttendeesPerInstance, "max-attendees-per-instance"), (.minDateTime, "min-date-time"),
        (.maxDateTime, "max-date-time"),
    ])
    func `a precondition has its name in the namespace of CalDAV and answers 403`(
        precondition: Precondition,
        name: String
    ) {
        #expect(precondition.name == XMLName(caldav: name))
        #expect(precondition.status.code == 403)
    }

    @Test(arguments: [
        (CalendarObjectError.tooLarge(limit: 9), "max-resource-size"),
        (.unsupportedVersion("1.0", line: 2), "supported-calendar-data"),
        (.invalidCalendarObjectResource(.methodPresent, line: 3), "valid-calendar-object-resource"),
    ])
    func `RFC 4791 §5.3.2.1 calendar data that cannot be stored violates its precondition`(
        error: CalendarObjectError,
        name: String
    ) {
        let response = WebDAVError(error)
        #expect(response.precondition?.name == XMLName(caldav: name))
        #expect(response.message == error.description)
    }

    @Test func `RFC 4791 §5.3.2.1 malformed data violates valid-calendar-data`() {
        #expect(throws: WebDAVError.self) {
            do throws(CalendarObjectError) {
                _ = try CalendarObjectResource(parsing: Array("BEGIN:VCALENDAR\r\n".utf8))
            } catch {
                #expect(WebDAVError(error).precondition == .validCalendarData)
                throw WebDAVError(error)
            }
        }
    }
}
