package import ICalendar
package import Recurrence
package import WebDAV

/// A time zone as clients send it: an iCalendar object with one VTIMEZONE (RFC 4791 §5.2.2, §9.8).
package struct CalendarTimezone: Equatable, Sendable {
    /// The iCalendar object, as written.
    package let text: String

    /// The VTIMEZONE.
    package let component: Component

    /// The TZID.
    package let identifier: String

    /// Parses the value of `CALDAV:calendar-timezone` or of `CALDAV:timezone`.
    ///
    /// - Throws: `WebDAVError` with `CALDAV:valid-calendar-data` where it is no such object.
    package init(parsing text: String) throws(WebDAVError) {
        let object: ICalendarObject
        do {
            object = try ICalendarObject(parsing: Array(text.utf8))
        } catch {
            throw WebDAVError(.validCalendarData, error.description)
        }
        // RFC 4791 §5.3.1.1 (CALDAV:valid-calendar-data): "The time zone specified in CALDAV:calendar-timezone property
        // MUST be a valid iCalendar object containing a single valid VTIMEZONE component."
        let components = object.calendar.components
        guard let zone = components.first, components.count == 1, zone.isNamed("VTIMEZONE"),
            let identifier = zone.first("TZID")?.value, !identifier.isEmpty,
            zone.components.contains(where: { $0.isNamed("STANDARD") || $0.isNamed("DAYLIGHT") })
        else { throw WebDAVError(.validCalendarData, "The time zone is not one VTIMEZONE with a TZID and a rule.") }
        self.text = text
        component = zone
        self.identifier = identifier
    }

    /// Defines the zone of a name, or returns nil where nothing is known by the name.
    ///
    /// - Parameter name: The name, which becomes the TZID: letters, digits, spaces, and `/_+-.()`.
    package init?(named name: String) {
        guard name.unicodeScalars.allSatisfy(Self.isOfName), let zone = FloatingZone(named: name) else { return nil }
        component = zone.definition(named: name)
        identifier = name
        let head = [Property(name: "VERSION", value: "2.0"), Property(name: "PRODID", value: Self.productID)]
        let calendar = Component(
            name: "VCALENDAR",
            contents: head.map(Component.Content.property) + [.component(component)]
        )
        text = String(decoding: ICalendarObject(calendar: calendar).serialised(), as: UTF8.self)
    }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        let character = Character(scalar)
        return scalar.isASCII && (character.isLetter || character.isNumber || " /_+-.()".contains(character))
    }

    /// What wrote a definition, for programs that read PRODID (RFC 5545 §3.7.3).
    private static let productID = "-//Attache//Time zones//EN"

    /// The zone in which dates and floating times are read; nil where its rules are malformed and its name is unknown.
    package var floatingZone: FloatingZone? {
        try? FloatingZone(definedBy: component)
    }

    /// Returns the zone in which a request wants dates and floating times read.
    ///
    /// RFC 4791 §7.8 (CALDAV:valid-calendar-data): "The time zone specified in the REPORT request MUST be a valid iCalendar
    /// object containing a single valid VTIMEZONE component."
    ///
    /// - Throws: `WebDAVError` with `CALDAV:valid-calendar-data`, and what is wrong with the rules.
    func requestedZone() throws(WebDAVError) -> FloatingZone {
        do throws(RecurrenceError) {
            return try FloatingZone(definedBy: component)
        } catch {
            throw WebDAVError(.validCalendarData, "The time zone cannot be used. \(error)")
        }
    }

    /// Compares what was written.
    package static func == (left: CalendarTimezone, right: CalendarTimezone) -> Bool {
        left.text.hasSameOctets(as: right.text)
    }
}
